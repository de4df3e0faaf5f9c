import Tree

/// How the API server's own types differ from what travels: names, order and places of fields.
enum GoLayout {
  static func package(of name: String) -> String {
    switch name {
    case "LabelSelector", "LabelSelectorRequirement", "ManagedFieldsEntry", "ObjectMeta",
      "OwnerReference":
      "v1"
    default: "core"
    }
  }

  static func members(of structure: Structure, _ value: Value?) -> [GoNode.Member] {
    switch structure.name {
    case "PodSpec": return podSpec(structure, value)
    case "Volume": return volume(structure, value)
    case "ObjectMeta": return objectMeta(structure, value)
    default:
      return structure.fields.map { field in
        GoNode.Member(
          key: name(field.name),
          value: GoNode(value?[field.name], field.shape, isPointer: field.isPointer))
      }
    }
  }

  /// `httpGet` is `HTTPGet` in Go.
  static func name(_ json: String) -> String {
    if json == "metadata" { return "ObjectMeta" }
    for (start, word) in acronyms where json.hasPrefix(start) {
      let rest = json.dropFirst(start.count)
      if rest.first.map(\.isUppercase) ?? true { return word + rest }
    }
    return json.prefix(1).uppercased() + json.dropFirst()
  }

  private static let acronyms = [
    ("aws", "AWS"), ("cidr", "CIDR"), ("csi", "CSI"), ("dns", "DNS"), ("fc", "FC"),
    ("gce", "GCE"), ("grpc", "GRPC"), ("http", "HTTP"), ("ip", "IP"), ("iscsi", "ISCSI"),
    ("nfs", "NFS"), ("os", "OS"), ("rbd", "RBD"), ("tcp", "TCP"), ("tty", "TTY"), ("uid", "UID"),
  ]

  /// `core.PodSpec`: 34 fields; what the pod shares with its node stands in the security context.
  private static let podFields = [
    "volumes", "initContainers", "containers", "ephemeralContainers", "restartPolicy",
    "terminationGracePeriodSeconds", "activeDeadlineSeconds", "dnsPolicy", "nodeSelector",
    "serviceAccountName", "automountServiceAccountToken", "nodeName", "securityContext",
    "imagePullSecrets", "hostname", "subdomain", "setHostnameAsFQDN", "affinity", "schedulerName",
    "tolerations", "hostAliases", "priorityClassName", "priority", "preemptionPolicy", "dnsConfig",
    "readinessGates", "runtimeClassName", "overhead", "enableServiceLinks",
    "topologySpreadConstraints", "os", "schedulingGates", "resourceClaims", "resources",
  ]
  private static let shared = [
    "hostNetwork", "hostPID", "hostIPC", "shareProcessNamespace", "hostUsers",
  ]
  private static let keptPointers = [
    "setHostnameAsFQDN", "dnsConfig", "runtimeClassName", "os", "resources",
    "shareProcessNamespace", "hostUsers",
  ]

  private static func podSpec(_ structure: Structure, _ value: Value?) -> [GoNode.Member] {
    podFields.compactMap { json in
      guard let field = structure[json] else { return nil }
      if json == "securityContext" {
        return GoNode.Member(key: "SecurityContext", value: security(structure, value))
      }
      let isPointer = field.isPointer || keptPointers.contains(json)
      return GoNode.Member(
        key: name(json), value: GoNode(value?[json], field.shape, isPointer: isPointer))
    }
  }

  private static func security(_ structure: Structure, _ value: Value?) -> GoNode {
    var members = shared.compactMap { json -> GoNode.Member? in
      guard let field = structure[json] else { return nil }
      return GoNode.Member(
        key: name(json),
        value: GoNode(value?[json], field.shape, isPointer: keptPointers.contains(json)))
    }
    let context = value?["securityContext"] ?? .emptyObject
    for field in SecurityShapes.pod.structure?.fields ?? [] {
      members.append(
        GoNode.Member(
          key: name(field.name), value: GoNode(context[field.name], field.shape, isPointer: true)))
    }
    return .pointer(
      .structure("core.PodSecurityContext", members, isLeaf: false),
      type: "*core.PodSecurityContext")
  }

  /// A volume's sources are a struct of their own.
  private static func volume(_ structure: Structure, _ value: Value?) -> [GoNode.Member] {
    let name = GoNode.Member(key: "Name", value: GoNode(value?["name"], .string))
    let sources = structure.fields.filter { $0.name != "name" }.map { field in
      let type = Self.name(field.name) + "VolumeSource"
      let node: GoNode =
        value?[field.name].map { $0.isNull } ?? true
        ? .none("*core." + type)
        : .pointer(Self.plain(value?[field.name] ?? .null, "core." + type), type: "*core." + type)
      return GoNode.Member(key: Self.name(field.name), value: node)
    }
    return [
      name,
      GoNode.Member(
        key: "VolumeSource", value: .structure("core.VolumeSource", sources, isLeaf: false)),
    ]
  }

  /// A value whose shape is not known: its members by name.
  private static func plain(_ value: Value, _ type: String) -> GoNode {
    switch value {
    case .null: .none(type)
    case .bool(let flag): .scalar(flag ? "true" : "false", isZero: !flag)
    case .int(let number): .scalar(String(number), isZero: number == 0)
    case .decimal(let text): .scalar(text, isZero: false)
    case .string(let text): .scalar(quoted(text), isZero: text.isEmpty)
    case .array(let items): .list("[]" + type, items.map { plain($0, type) })
    case .object(let members):
      .structure(
        type, members.map { GoNode.Member(key: name($0.key), value: plain($0.value, type)) },
        isLeaf: false)
    }
  }

  private static func objectMeta(_ structure: Structure, _ value: Value?) -> [GoNode.Member] {
    structure.fields.map { field in
      let node: GoNode =
        switch field.name {
        case "creationTimestamp":
          .scalar("time.Date(1, time.January, 1, 0, 0, 0, 0, time.UTC)", isZero: true)
        case "deletionTimestamp": .scalar("<nil>", isZero: true)
        default: GoNode(value?[field.name], field.shape, isPointer: field.isPointer)
        }
      return GoNode.Member(key: name(field.name), value: node)
    }
  }
}
