import Resources
import Simulation
import Store
import Tree

/// Kinds that are only created: the answer comes back, and nothing is stored.
extension APIServer {
  func review(_ request: Request, _ moment: Moment) throws(Status) -> Response {
    var warnings: [String] = []
    let record = try decode(request, &warnings)
    let answer: any Record
    switch record {
    case let review as Object<SelfSubjectAccessReview>:
      var body = review.body
      body.status = status(of: body.spec, request.user)
      answer = Object(review.metadata, body)
    case let review as Object<SubjectAccessReview>:
      var body = review.body
      body.status = status(of: body.spec, User(body.spec.user, groups: body.spec.groups))
      answer = Object(review.metadata, body)
    case let review as Object<LocalSubjectAccessReview>:
      var body = review.body
      body.status = status(of: body.spec, User(body.spec.user, groups: body.spec.groups))
      answer = Object(review.metadata, body)
    case let review as Object<SelfSubjectRulesReview>:
      var body = review.body
      body.status = rulesStatus(request.user, body.spec["namespace"]?.string ?? "")
      answer = Object(review.metadata, body)
    case let review as Object<SelfSubjectReview>:
      var body = review.body
      let groups = request.user.groups.map(Value.string)
      body.status = [
        "userInfo": ["username": .string(request.user.name), "groups": .array(groups)]
      ]
      answer = Object(review.metadata, body)
    case let review as Object<TokenReview>:
      var body = review.body
      body.status = ["user": [:]]
      answer = Object(review.metadata, body)
    default: throw .methodNotAllowed(record.resource, request.verb)
    }
    var response = Response(.record(answer), warnings: warnings)
    response.isCreated = true
    return response
  }

  private func status(of spec: AccessReviewSpec, _ user: User) -> AccessReviewStatus {
    var attributes = AccessAttributes()
    if let resource = spec.resourceAttributes {
      attributes.verb = resource.verb
      attributes.group = resource.group
      attributes.resource =
        resource.subresource.isEmpty
        ? resource.resource : resource.resource + "/" + resource.subresource
      attributes.namespace = resource.namespace
      attributes.name = resource.name
    } else if let path = spec.nonResourceAttributes {
      attributes.verb = path.verb
      attributes.path = path.path
    }
    let decision = Authorizer(store).decide(user, attributes)
    var status = AccessReviewStatus()
    status.allowed = decision.isAllowed
    status.reason = decision.reason
    return status
  }

  private func rulesStatus(_ user: User, _ namespace: String) -> Value {
    let rules = Authorizer(store).rules(for: user, in: namespace)
    func list(_ texts: [String]) -> Value { .array(texts.map(Value.string)) }
    let resources = rules.filter { $0.nonResourceURLs.isEmpty }.map { rule -> Value in
      var tree: Value = [
        "verbs": list(rule.verbs), "apiGroups": list(rule.apiGroups),
        "resources": list(rule.resources),
      ]
      if !rule.resourceNames.isEmpty { tree["resourceNames"] = list(rule.resourceNames) }
      return tree
    }
    let paths = rules.filter { !$0.nonResourceURLs.isEmpty }.map { rule -> Value in
      ["verbs": list(rule.verbs), "nonResourceURLs": list(rule.nonResourceURLs)]
    }
    return [
      "resourceRules": .array(resources), "nonResourceRules": .array(paths), "incomplete": false,
    ]
  }

  /// `pods/binding` under its other name: the pod stands in the metadata.
  mutating func bindByName(_ request: Request, _ moment: Moment) throws(Status) -> Response {
    guard case .tree(let tree) = request.body else { throw .badRequest("the request has no body") }
    var binding = request
    binding.kind = Catalog.pods
    binding.subresource = "binding"
    binding.name = tree["metadata"]?["name"]?.string ?? request.name
    return try bind(binding, moment)
  }
}
