import Cluster
import Resources
import Tree

/// `kubectl create job`.
struct CreateJob: Generator {
  let path = ["create", "job"]
  let summary = Text("Create a Job.", "创建 Job。")
  let failure: String? = "failed to create job:"
  let ownFlags = [
    FlagSpec("image", help: Text("The image to run.", "要运行的镜像。")),
    FlagSpec(
      "from", help: Text("The CronJob to run now: cronjob/NAME.", "立即运行的 CronJob：cronjob/名称。")),
  ]

  func object(
    _ name: String, _ flags: ParsedFlags, _ kubectl: inout Session
  ) throws(Halt) -> Value {
    let image = flags.string("image")
    let source = flags.string("from")
    let command = flags.afterDash ?? []
    if image.isEmpty == source.isEmpty {
      throw kubectl.fail("either --image or --from must be specified")
    }
    if !command.isEmpty, !source.isEmpty {
      throw kubectl.fail("cannot specify --from and command")
    }
    var tree = Value.object("batch/v1", "Job", name)
    tree["status"] = [:]
    if !source.isEmpty { return try copy(of: source, tree, flags, &kubectl) }
    tree["spec"] = ["template": Self.template(image, command, name, restart: "Never")]
    return tree
  }

  /// A pod template of one container.
  static func template(
    _ image: String, _ command: [String], _ name: String, restart: String
  ) -> Value {
    var container: Value = [
      "image": .string(image), "name": .string(name), "resources": [:],
    ]
    if !command.isEmpty { container["command"] = .strings(command) }
    return [
      "metadata": ["creationTimestamp": .null],
      "spec": ["containers": [container], "restartPolicy": .string(restart)],
    ]
  }

  /// A Job as a CronJob would make it.
  private func copy(
    of source: String, _ empty: Value, _ flags: ParsedFlags, _ kubectl: inout Session
  ) throws(Halt) -> Value {
    let words = source.split(separator: " ").map(String.init)
    let wanted = try kubectl.query(words, flags)
    let pairs = wanted.pairs + wanted.kinds.flatMap { kind in wanted.names.map { (kind, $0) } }
    guard pairs.count == 1, let (kind, name) = pairs.first else {
      throw kubectl.fail("from must be an existing cronjob")
    }
    let resource = kubectl.resource(kind)
    let get = Request(.get, kind, namespace: kubectl.namespace(for: resource), name: name)
    guard let cronJob = try kubectl.demand(get).tree else { return empty }
    guard resource.groupResource == "cronjobs.batch" else {
      throw kubectl.fail("unknown object type *\(resource.version).\(resource.kind)")
    }
    var tree = empty
    let template = cronJob["spec"]?["jobTemplate"]
    var annotations = template?["metadata"]?["annotations"]?.object ?? Fields()
    annotations["cronjob.kubernetes.io/instantiate"] = "manual"
    tree.set("metadata", "annotations", to: .object(annotations))
    if let labels = template?["metadata"]?["labels"] {
      tree.set("metadata", "labels", to: labels)
    }
    tree.set(
      "metadata", "ownerReferences",
      to: [
        [
          "apiVersion": "batch/v1", "kind": "CronJob", "controller": true,
          "name": .string(name), "uid": cronJob["metadata"]?["uid"] ?? "",
        ]
      ])
    tree["spec"] = template?["spec"]
    return tree
  }
}

/// `kubectl create cronjob`.
struct CreateCronJob: Generator {
  let path = ["create", "cronjob"]
  let aliases = ["cj"]
  let summary = Text("Create a CronJob.", "创建 CronJob。")
  let required = ["image", "schedule"]
  let failure: String? = "failed to create cronjob:"
  let ownFlags = [
    FlagSpec("image", help: Text("The image to run.", "要运行的镜像。")),
    FlagSpec("schedule", help: Text("When, in cron's five fields.", "cron 五字段格式的时间表。")),
    FlagSpec("restart", help: Text("OnFailure or Never.", "OnFailure 或 Never。")),
  ]

  func object(
    _ name: String, _ flags: ParsedFlags, _ kubectl: inout Session
  ) throws(Halt) -> Value {
    let restart = flags.string("restart").isEmpty ? "OnFailure" : flags.string("restart")
    let template = CreateJob.template(
      flags.string("image"), flags.afterDash ?? [], name, restart: restart)
    var tree = Value.object("batch/v1", "CronJob", name)
    tree["spec"] = [
      "jobTemplate": [
        "metadata": ["creationTimestamp": .null, "name": .string(name)],
        "spec": ["template": template],
      ],
      "schedule": .string(flags.string("schedule")),
    ]
    tree["status"] = [:]
    return tree
  }
}
