import Cluster
import Resources
import Tree

/// `kubectl create deployment`.
struct CreateDeployment: Generator {
  let path = ["create", "deployment"]
  let aliases = ["deploy"]
  let summary = Text("Create a Deployment.", "创建 Deployment。")
  let required = ["image"]
  let failure: String? = "failed to create deployment:"
  let ownFlags = [
    FlagSpec("image", nil, .stringList, help: Text("Images to run.", "要运行的镜像。")),
    FlagSpec(
      "port", nil, .int, default: "-1",
      help: Text("Port that the first container exposes.", "容器暴露的端口。")),
    FlagSpec("replicas", "r", .int, default: "1", help: Text("Number of pods.", "Pod 的数量。")),
  ]

  func object(
    _ name: String, _ flags: ParsedFlags, _ kubectl: inout Session
  ) throws(Halt) -> Value {
    let images = flags.list("image")
    let command = flags.afterDash ?? []
    if images.count > 1, !command.isEmpty {
      throw kubectl.fail("cannot specify multiple --image options and command")
    }
    var containers: [Value] = []
    for image in images {
      var container: Value = [
        "image": .string(image), "name": .string(ImageReference.containerName(image)),
        "resources": [:],
      ]
      if !command.isEmpty { container["command"] = .strings(command) }
      containers.append(container)
    }
    let port = flags.int("port")
    if port >= 0, !containers.isEmpty {
      containers[0]["ports"] = [["containerPort": .int(Int64(port))]]
    }
    let labels: Value = ["app": .string(name)]
    var tree = Value.object("apps/v1", "Deployment", name)
    tree.set("metadata", "labels", to: labels)
    tree["spec"] = [
      "replicas": .int(Int64(flags.int("replicas"))),
      "selector": ["matchLabels": labels],
      "strategy": [:],
      "template": [
        "metadata": ["creationTimestamp": .null, "labels": labels],
        "spec": ["containers": .array(containers)],
      ],
    ]
    tree["status"] = [:]
    return tree
  }
}
