import Cluster
import Resources
import Simulation
import Tree

/// `kubectl logs`: what containers have printed.
struct LogsVerb: Verb {
  let path = ["logs"]
  let arguments = "[-f] [-p] (POD | TYPE/NAME) [-c CONTAINER] [options]"
  let summary = Text("Print the logs for a container in a pod.", "打印 Pod 中容器的日志。")
  let flags = [
    FlagSpec("all-containers", nil, .bool, help: Text("Of all containers.", "所有容器。")),
    FlagSpec("all-pods", nil, .bool, help: Text("Of all pods of a workload.", "工作负载的所有 Pod。")),
    FlagSpec("container", "c", help: Text("The container.", "容器名。")),
    FlagSpec("follow", "f", .bool, help: Text("Go on as lines come.", "持续输出新行。")),
    FlagSpec("ignore-errors", nil, .bool),
    FlagSpec("insecure-skip-tls-verify-backend", nil, .bool),
    FlagSpec("limit-bytes", nil, .int, help: Text("At most so many bytes.", "最多输出的字节数。")),
    FlagSpec("max-log-requests", nil, .int, default: "5"),
    FlagSpec("pod-running-timeout", nil, .duration, default: "20s"),
    FlagSpec("prefix", nil, .bool, help: Text("Name the source of each line.", "每行标明来源。")),
    FlagSpec("previous", "p", .bool, help: Text("Of the run before.", "上一次运行的日志。")),
    FlagSpec.labelSelector,
    FlagSpec("since", nil, .duration, help: Text("Not older than this.", "不早于此时长。")),
    FlagSpec("since-time", help: Text("Not older than this moment.", "不早于此时刻。")),
    FlagSpec("tail", nil, .int, default: "-1", help: Text("Only the last lines.", "仅最后若干行。")),
    FlagSpec("timestamps", nil, .bool, help: Text("Show when each line came.", "显示每行的时间。")),
  ]

  func run(_ flags: ParsedFlags, _ kubectl: inout Session) throws(Halt) -> Int32 {
    try check(flags)
    var choice = LogChoice(flags)
    let pods = try pods(&choice, flags, &kubectl)
    try checkOptions(flags)
    let selector = flags.string("selector")
    if pods.isEmpty, !selector.isEmpty {
      kubectl.warn("No resources found in \(kubectl.namespace) namespace.")
      return 0
    }
    var sources: [LogSource] = []
    for pod in pods { sources += try choice.sources(in: pod, &kubectl) }
    if choice.follows, sources.count > flags.int("max-log-requests") {
      throw kubectl.fail(
        "you are attempting to follow \(sources.count) log streams, but maximum allowed concurrency is \(flags.int("max-log-requests")), use --max-log-requests to increase the limit"
      )
    }
    try LogReader(sources: sources, choice: choice).run(&kubectl)
    return 0
  }

  private func check(_ flags: ParsedFlags) throws(Halt) {
    let words = flags.positional
    let selector = flags.string("selector")
    if !selector.isEmpty, !words.isEmpty {
      throw usageError("only a selector (-l) or a POD name is allowed")
    }
    if selector.isEmpty, words.isEmpty || words.count > 2 {
      throw usageError(
        "expected 'logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]'.\nPOD or TYPE/NAME is a required argument for the logs command"
      )
    }
    if words.count == 2, flags.isSet("container") {
      throw usageError("only one of -c or an inline [CONTAINER] arg is allowed")
    }
    let since = flags.string("since-time")
    if !since.isEmpty, (try? Timestamp(parsing: since)) == nil {
      throw .failure(
        "error: parsing time \(goQuoted(since)) as \"2006-01-02T15:04:05Z07:00\": cannot parse \(goQuoted(since)) as \"2006\""
      )
    }
  }

  /// What kubectl looks at once it has the object.
  private func checkOptions(_ flags: ParsedFlags) throws(Halt) {
    if flags.bool("all-containers"), flags.isSet("container") {
      throw .failure(
        "error: --all-containers=true should not be specified with container name \(flags.string("container"))"
      )
    }
    if flags.isSet("since"), flags.isSet("since-time") {
      throw .failure("error: at most one of `sinceTime` or `sinceSeconds` may be specified")
    }
    if flags.isSet("tail"), flags.int("tail") < -1 {
      throw .failure("error: --tail must be greater than or equal to -1")
    }
    if flags.isSet("limit-bytes"), flags.int("limit-bytes") < 1 {
      throw .failure("error: --limit-bytes must be greater than 0")
    }
    if flags.duration("since").nanoseconds < 0 {
      throw .failure("error: --since must be greater than 0")
    }
  }

  private func pods(
    _ choice: inout LogChoice, _ flags: ParsedFlags, _ kubectl: inout Session
  ) throws(Halt) -> [Value] {
    let selector = flags.string("selector")
    if !selector.isEmpty {
      return try kubectl.podsOf(selector: selector, namespace: kubectl.namespace)
    }
    let word = flags.positional[0]
    if flags.positional.count == 2 { choice.container = flags.positional[1] }
    return try kubectl.pods(named: word, all: flags.bool("all-pods"), verb: "logs")
  }
}

/// Which lines of which containers are wanted.
struct LogChoice: Sendable {
  var container = ""
  private(set) var allContainers = false
  private(set) var isPrevious = false
  private(set) var follows: Bool
  private(set) var showsTime = false
  private(set) var showsSource = false
  private(set) var limit = 0
  private(set) var tail = -1
  private(set) var since = GoDuration(nanoseconds: 0)
  private(set) var sinceTime = ""
  /// Whether pods are many, and no default container is announced.
  private(set) var allPods = false

  /// All that there is, or only what comes from now on.
  init(follows: Bool) {
    self.follows = follows
    if follows { tail = 0 }
  }

  init(_ flags: ParsedFlags) {
    container = flags.string("container")
    allContainers = flags.bool("all-containers")
    isPrevious = flags.bool("previous")
    follows = flags.bool("follow")
    showsTime = flags.bool("timestamps")
    allPods = flags.bool("all-pods")
    showsSource = flags.bool("prefix") || allPods
    limit = flags.int("limit-bytes")
    tail =
      flags.isSet("tail") || flags.string("selector").isEmpty ? flags.int("tail") : 10
    since = flags.duration("since")
    sinceTime = flags.string("since-time")
  }

  /// The containers of a pod that are wanted.
  func sources(in pod: Value, _ kubectl: inout Session) throws(Halt) -> [LogSource] {
    let containers = pod.items("spec", "containers").map { $0.text("name") }
    let initial = pod.items("spec", "initContainers").map { $0.text("name") }
    if allContainers {
      return (initial + containers).map { LogSource(pod: pod, container: $0) }
    }
    var name = container
    if name.isEmpty {
      name = kubectl.defaultContainer(of: pod, announced: !allPods)
    }
    guard (containers + initial).contains(name) else {
      throw kubectl.fail("container \(name) is not valid for pod \(pod.name)")
    }
    return [LogSource(pod: pod, container: name)]
  }
}

/// One container's log.
struct LogSource: Sendable {
  let pod: Value
  let container: String
  /// Lines that were shown already, when following.
  var shown = 0

  var status: Value? {
    (pod.items("status", "containerStatuses") + pod.items("status", "initContainerStatuses"))
      .first { $0.text("name") == container }
  }
}
