import Simulation
import Tree

/// What a review of access asks about: a verb on a resource, or on a path.
public struct AccessReviewSpec: Modeled {
  public var resourceAttributes: ResourceAttributes?
  public var nonResourceAttributes: NonResourceAttributes?
  public var user = ""
  public var groups: [String] = []
  public var rest = Fields()
  public init() {}
  public static let schema = Schema<AccessReviewSpec>("SubjectAccessReviewSpec") {
    $0.field("resourceAttributes", \.resourceAttributes, "A verb on a resource.", "对资源的动作。")
    $0.field("nonResourceAttributes", \.nonResourceAttributes, "A verb on a path.", "对路径的动作。")
    $0.field("user", \.user, "Who would do it.", "由谁来做。")
    $0.field("groups", \.groups, "Groups of the user.", "该用户所属的组。")
    $0.kept("extra", .any)
    $0.kept("uid", .string)
  }
}

/// A verb on a resource.
public struct ResourceAttributes: Modeled {
  public var namespace = ""
  public var verb = ""
  public var group = ""
  public var version = ""
  public var resource = ""
  public var subresource = ""
  public var name = ""
  public var rest = Fields()
  public init() {}
  public static let schema = Schema<ResourceAttributes>("ResourceAttributes") {
    $0.field("namespace", \.namespace, "The namespace; empty means all.", "命名空间；为空表示全部。")
    $0.field("verb", \.verb, "What is to be done.", "要做的动作。")
    $0.field("group", \.group, "Group of the resource.", "资源所属的 API 组。")
    $0.field("version", \.version, "Version of the resource.", "资源的版本。")
    $0.field("resource", \.resource, "The resource.", "资源。")
    $0.field("subresource", \.subresource, "A part of it.", "子资源。")
    $0.field("name", \.name, "One object; empty means all.", "单个对象；为空表示全部。")
    $0.kept("fieldSelector", .any)
    $0.kept("labelSelector", .any)
  }
}

/// A verb on a path of the API server.
public struct NonResourceAttributes: Modeled {
  public var path = ""
  public var verb = ""
  public var rest = Fields()
  public init() {}
  public static let schema = Schema<NonResourceAttributes>("NonResourceAttributes") {
    $0.field("path", \.path, "The path.", "路径。")
    $0.field("verb", \.verb, "The HTTP verb.", "HTTP 动作。")
  }
}

/// Whether it is allowed, and by what.
public struct AccessReviewStatus: Modeled {
  public var allowed = false
  public var denied = false
  public var reason = ""
  public var evaluationError = ""
  public var rest = Fields()
  public init() {}
  public static let schema = Schema<AccessReviewStatus>("SubjectAccessReviewStatus") {
    $0.field("allowed", \.allowed, "Whether it is allowed.", "是否允许。", always: true)
    $0.field("denied", \.denied, "Whether it is forbidden whatever others say.", "是否明确拒绝。")
    $0.field("reason", \.reason, "Why.", "原因。")
    $0.field("evaluationError", \.evaluationError, "What went wrong meanwhile.", "评估中的错误。")
  }
}

/// Asks whether the asker may do something.
public struct SelfSubjectAccessReview: Kind {
  public var spec = AccessReviewSpec()
  public var status = AccessReviewStatus()
  public var rest = Fields()
  public init() {}
  public static let resource = Resource(
    "authorization.k8s.io", "v1", "SelfSubjectAccessReview", plural: "selfsubjectaccessreviews",
    namespaced: false, verbs: ["create"])
  public static let schema = Schema<SelfSubjectAccessReview>(
    "SelfSubjectAccessReview", Text("Asks whether you may do something.", "询问自己是否可以做某事。")
  ) {
    $0.field("spec", \.spec, "What is asked.", "所问的事。", always: true, required: true)
    $0.field("status", \.status, "The answer.", "回答。", always: true)
  }
}

/// Asks whether somebody may do something.
public struct SubjectAccessReview: Kind {
  public var spec = AccessReviewSpec()
  public var status = AccessReviewStatus()
  public var rest = Fields()
  public init() {}
  public static let resource = Resource(
    "authorization.k8s.io", "v1", "SubjectAccessReview", plural: "subjectaccessreviews",
    namespaced: false, verbs: ["create"])
  public static let schema = Schema<SubjectAccessReview>(
    "SubjectAccessReview", Text("Asks whether somebody may do something.", "询问某人是否可以做某事。")
  ) {
    $0.field("spec", \.spec, "What is asked.", "所问的事。", always: true, required: true)
    $0.field("status", \.status, "The answer.", "回答。", always: true)
  }
}

/// The same within one namespace.
public struct LocalSubjectAccessReview: Kind {
  public var spec = AccessReviewSpec()
  public var status = AccessReviewStatus()
  public var rest = Fields()
  public init() {}
  public static let resource = Resource(
    "authorization.k8s.io", "v1", "LocalSubjectAccessReview", plural: "localsubjectaccessreviews",
    verbs: ["create"])
  public static let schema = Schema<LocalSubjectAccessReview>(
    "LocalSubjectAccessReview",
    Text("Asks whether somebody may do something in a namespace.", "询问某人是否可以在某命名空间中做某事。")
  ) {
    $0.field("spec", \.spec, "What is asked.", "所问的事。", always: true, required: true)
    $0.field("status", \.status, "The answer.", "回答。", always: true)
  }
}

/// Asks for everything that the asker may do in a namespace.
public struct SelfSubjectRulesReview: Kind {
  public var spec: Value = .emptyObject
  public var status: Value = .null
  public var rest = Fields()
  public init() {}
  public static let resource = Resource(
    "authorization.k8s.io", "v1", "SelfSubjectRulesReview", plural: "selfsubjectrulesreviews",
    namespaced: false, verbs: ["create"])
  public static let schema = Schema<SelfSubjectRulesReview>(
    "SelfSubjectRulesReview", Text("Asks for everything that you may do.", "询问自己可以做的全部事情。")
  ) {
    $0.field("spec", \.spec, "The namespace.", "命名空间。", always: true, required: true)
    $0.field("status", \.status, "The rules.", "规则。")
  }
}

/// Asks who the asker is.
public struct SelfSubjectReview: Kind {
  public var status: Value = .null
  public var rest = Fields()
  public init() {}
  public static let resource = Resource(
    "authentication.k8s.io", "v1", "SelfSubjectReview", plural: "selfsubjectreviews",
    namespaced: false, verbs: ["create"])
  public static let schema = Schema<SelfSubjectReview>(
    "SelfSubjectReview", Text("Asks who you are to the API server.", "询问自己在 API 服务器眼中是谁。")
  ) {
    $0.field("status", \.status, "The answer.", "回答。")
  }
}

/// Asks whom a token belongs to.
public struct TokenReview: Kind {
  public var spec: Value = .emptyObject
  public var status: Value = .null
  public var rest = Fields()
  public init() {}
  public static let resource = Resource(
    "authentication.k8s.io", "v1", "TokenReview", plural: "tokenreviews", namespaced: false,
    verbs: ["create"])
  public static let schema = Schema<TokenReview>(
    "TokenReview", Text("Asks whom a token belongs to.", "询问令牌属于谁。")
  ) {
    $0.field("spec", \.spec, "The token.", "令牌。", always: true, required: true)
    $0.field("status", \.status, "The answer.", "回答。")
  }
}
