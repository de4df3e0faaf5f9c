import Cluster
import Resources
import Tree

/// `kubectl scale`.
struct ScaleVerb: Verb {
  let path = ["scale"]
  let summary = Text("Set how many pods a workload has.", "设置工作负载的 Pod 数量。")
  let arguments =
    "[--resource-version=version] [--current-replicas=count] --replicas=COUNT (-f FILENAME | TYPE NAME) [options]"
  let flags =
    FlagSpec.files + FlagSpec.output
    + [
      FlagSpec.dryRun, FlagSpec.labelSelector, FlagSpec.all, FlagSpec.record,
      FlagSpec("replicas", nil, .int, help: Text("How many.", "数量。")),
      FlagSpec(
        "current-replicas", nil, .int, default: "-1",
        help: Text("Only if there are this many now.", "仅当目前为该数量时。")),
      FlagSpec("resource-version", help: Text("Only if this is the version.", "仅当为该版本时。")),
      FlagSpec(
        "timeout", nil, .duration, help: Text("Wait until it is so.", "等待生效的时限。")),
    ]

  func run(_ flags: ParsedFlags, _ kubectl: inout Session) throws(Halt) -> Int32 {
    if !flags.isSet("replicas") {
      throw .failure("error: required flag(s) \"replicas\" not set")
    }
    let dryRun = try kubectl.dryRun(flags)
    let replicas = flags.int("replicas")
    if replicas < 0 {
      throw kubectl.fail(
        "The --replicas=COUNT flag is required, and COUNT must be greater than or equal to 0")
    }
    kubectl.manager = "kubectl"
    let (targets, problems) = try scalable(flags, &kubectl)
    if targets.isEmpty {
      if case .status = problems.first, flags.hasFiles,
        let halt = Problem.halt(problems)
      {
        throw halt
      }
      let list = problems.map(words)
      throw kubectl.fail(
        "no objects passed to scale"
          + (list.count > 1
            ? " [\(list.joined(separator: ", "))]" : list.first.map { " " + $0 } ?? ""))
    }
    if targets.count > 1, !flags.string("resource-version").isEmpty {
      throw kubectl.fail("cannot use --resource-version with multiple resources")
    }
    for target in targets {
      if dryRun == .client {
        try kubectl.report(target.record?.tree ?? .null, "scaled", flags)
        continue
      }
      try scale(target, replicas, flags, &kubectl)
      try kubectl.record(target.record?.tree ?? .null, target, flags)
      if flags.isSet("timeout"), flags.duration("timeout").nanoseconds > 0, dryRun == .none {
        try wait(target, replicas, flags, &kubectl)
      }
      try kubectl.report(target.record?.tree ?? .null, "scaled", flags)
    }
    if let halt = Problem.halt(problems) { throw halt }
    return 0
  }

  /// What the line names, with why some of it could not be read or found.
  private func scalable(
    _ flags: ParsedFlags, _ kubectl: inout Session
  ) throws(Halt) -> (targets: [Target], problems: [Problem]) {
    if !flags.hasFiles {
      let found = try kubectl.fetch(try kubectl.targets(flags.positional, flags))
      return (found.found, found.problems)
    }
    _ = try kubectl.query(flags.positional, flags)
    let read = try kubectl.readManifests(flags)
    let found = try kubectl.fetch(read.objects.map(\.target))
    return (found.found, found.problems + read.problems)
  }

  private func words(_ problem: Problem) -> String {
    switch problem {
    case .status(let status): status.message
    case .message(let text): text
    }
  }

  private func scale(
    _ target: Target, _ replicas: Int, _ flags: ParsedFlags, _ kubectl: inout Session
  ) throws(Halt) {
    let current = flags.int("current-replicas")
    let version = flags.string("resource-version")
    var wish = try kubectl.patch(
      target, ["spec": ["replicas": .int(Int64(replicas))]], .merge, flags)
    wish.subresource = "scale"
    guard current >= 0 || !version.isEmpty else {
      _ = try kubectl.demand(wish)
      return
    }
    var get = target.request(.get)
    get.subresource = "scale"
    guard var scale = try kubectl.demand(get).tree else { return }
    let found = scale["spec"]?["replicas"]?.int ?? 0
    if current >= 0, found != Int64(current) {
      throw kubectl.fail("Expected replicas to be \(current), was \(found)")
    }
    let revision = scale["metadata"]?["resourceVersion"]?.string ?? ""
    if !version.isEmpty, revision != version {
      throw kubectl.fail("Expected resource version to be \(version), was \(revision)")
    }
    scale.set("spec", "replicas", to: .int(Int64(replicas)))
    wish = try kubectl.write(.update, target.kind, target.namespace, target.name, scale, flags)
    wish.subresource = "scale"
    _ = try kubectl.demand(wish)
  }

  /// Waits until the controller has seen the number and there are as many.
  private func wait(
    _ target: Target, _ replicas: Int, _ flags: ParsedFlags, _ kubectl: inout Session
  ) throws(Halt) {
    let deadline = kubectl.deadline(flags.duration("timeout"))
    let watch = try kubectl.watch(target)
    while let notice = try kubectl.system.nextEvent(watch, until: deadline) {
      let tree = notice.record.tree
      let seen = tree["status"]?["observedGeneration"]?.int ?? 0
      let generation = tree["metadata"]?["generation"]?.int ?? 0
      if seen >= generation, tree["status"]?["replicas"]?.int ?? 0 == Int64(replicas) { return }
    }
    throw kubectl.fail("timed out waiting for \(goQuoted(target.name)) to be synced")
  }
}
