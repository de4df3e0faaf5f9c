import Cluster
import Resources
import Tree

/// `kubectl autoscale`.
struct Autoscale: Verb {
  let path = ["autoscale"]
  let summary = Text("Scale a workload by its load.", "按负载自动伸缩工作负载。")
  let arguments =
    "(-f FILENAME | TYPE NAME | TYPE/NAME) [--min=MINPODS] --max=MAXPODS [--cpu-percent=CPU] [options]"
  let flags =
    FlagSpec.files + FlagSpec.writing
    + [
      FlagSpec("min", nil, .int, default: "-1", help: Text("Fewest pods.", "最少 Pod 数。")),
      FlagSpec("max", nil, .int, default: "-1", help: Text("Most pods.", "最多 Pod 数。")),
      FlagSpec(
        "cpu-percent", nil, .int, default: "-1",
        help: Text("Wanted use of requested CPU.", "目标 CPU 使用率。")),
      FlagSpec("name", help: Text("Name of the autoscaler.", "自动伸缩器的名称。")),
      FlagSpec.saveConfig, FlagSpec.record,
    ]

  func run(_ flags: ParsedFlags, _ kubectl: inout Session) throws(Halt) -> Int32 {
    if !flags.isSet("max") { throw .failure("error: required flag(s) \"max\" not set") }
    let dryRun = try kubectl.dryRun(flags)
    let most = flags.int("max")
    let least = flags.int("min")
    if most < 1 {
      throw kubectl.fail("--max=MAXPODS is required and must be at least 1, max: \(most)")
    }
    if most < least {
      throw kubectl.fail(
        "--max=MAXPODS must be larger or equal to --min=MINPODS, max: \(most), min: \(least)")
    }
    // What a file says of an object is enough.
    let (targets, problems) =
      !flags.hasFiles
      ? try kubectl.fetched(flags.positional, flags)
      : (try kubectl.targets(flags.positional, flags), [])
    for target in targets {
      let scalable = [
        "deployments.apps", "replicasets.apps", "statefulsets.apps", "replicationcontrollers",
      ]
      guard scalable.contains(target.resource.groupResource) else {
        let resource = target.resource
        throw kubectl.fail(
          "cannot autoscale a \(resource.kindInGroup): could not find scale subresource for \(resource.group)/\(resource.version), Resource=\(resource.plural) in discovery information"
        )
      }
      var tree = autoscaler(
        target, flags,
        isServed: kubectl.kind(apiVersion: "autoscaling/v1", kind: "HorizontalPodAutoscaler") != nil
          || dryRun == .client)
      if kubectl.isNamespaceSet {
        tree.set("metadata", "namespace", to: .string(kubectl.namespace))
      }
      tree = ChangeCause.recorded(tree, flags, self)
      if flags.bool("save-config") { tree = LastApplied.saved(tree, kubectl.kindType(of: tree)) }
      if dryRun != .client { tree = try kubectl.create(tree, flags, failure: nil) }
      try kubectl.reportTyped(tree, dryRun == .client ? "created" : "autoscaled", flags)
    }
    if let halt = Problem.halt(problems) { throw halt }
    return 0
  }

  /// kubectl sends version 1; where the server stores another only, the same wish in that version.
  private func autoscaler(_ target: Target, _ flags: ParsedFlags, isServed: Bool) -> Value {
    let given = flags.string("name")
    var tree = Value.object(
      isServed ? "autoscaling/v1" : "autoscaling/v2", "HorizontalPodAutoscaler",
      given.isEmpty ? target.name : given)
    var spec: Value = [
      "maxReplicas": .int(Int64(flags.int("max"))),
      "scaleTargetRef": [
        "apiVersion": .string(target.resource.apiVersion), "kind": .string(target.resource.kind),
        "name": .string(target.name),
      ],
    ]
    if flags.int("min") > 0 { spec["minReplicas"] = .int(Int64(flags.int("min"))) }
    let percent = Int64(flags.int("cpu-percent"))
    if percent >= 0, isServed { spec["targetCPUUtilizationPercentage"] = .int(percent) }
    if percent >= 0, !isServed {
      spec["metrics"] = [
        [
          "type": "Resource",
          "resource": [
            "name": "cpu",
            "target": ["type": "Utilization", "averageUtilization": .int(percent)],
          ],
        ]
      ]
    }
    tree["spec"] = spec
    tree["status"] =
      isServed
      ? ["currentReplicas": 0, "desiredReplicas": 0]
      : ["currentMetrics": .null, "desiredReplicas": 0]
    return tree
  }
}
