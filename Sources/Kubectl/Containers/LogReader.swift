import Cluster
import Resources
import Simulation
import Tree

/// Prints logs, and goes on with them when they are followed.
struct LogReader {
  var sources: [LogSource]
  let choice: LogChoice

  func run(_ kubectl: inout Session) throws(Halt) {
    var sources = self.sources
    var left = choice.limit > 0 ? choice.limit : Int.max
    for place in sources.indices {
      let lines = try lines(sources[place], &kubectl)
      sources[place].shown = lines.count
      for line in chosen(lines, &kubectl) { print(line, sources[place], &left, &kubectl) }
    }
    if choice.follows { try follow(sources, &left, &kubectl) }
  }

  /// Looks every second while lines may come; then only when the pod changes.
  private func follow(
    _ sources: [LogSource], _ left: inout Int, _ kubectl: inout Session
  ) throws(Halt) {
    var sources = sources
    var round = 0
    while !sources.isEmpty {
      if round < 60 {
        try kubectl.system.sleep(Milliseconds(1000))
      } else {
        try waitForChange(of: sources[0].pod, &kubectl)
      }
      round += 1
      var open: [LogSource] = []
      for var source in sources {
        let lines = try lines(source, &kubectl)
        for line in lines.dropFirst(source.shown) { print(line, source, &left, &kubectl) }
        source.shown = max(source.shown, lines.count)
        if try isRunning(source, &kubectl) { open.append(source) }
      }
      sources = open
    }
  }

  private func waitForChange(of pod: Value, _ kubectl: inout Session) throws(Halt) {
    var wish = Request(
      .watch, Catalog.pods, namespace: pod.text("metadata", "namespace"))
    wish.fieldSelector = "metadata.name=" + pod.name
    wish.resourceVersion = pod.text("metadata", "resourceVersion")
    guard case .watching(let watch) = try kubectl.demand(wish).body else { return }
    _ = try kubectl.system.nextEvent(watch)
  }

  private func isRunning(_ source: LogSource, _ kubectl: inout Session) throws(Halt) -> Bool {
    let found = try kubectl.object(
      "pods", namespace: source.pod.text("metadata", "namespace"), name: source.pod.name)
    guard let pod = found.tree,
      pod.text("metadata", "uid") == source.pod.text("metadata", "uid")
    else { return false }
    let now = LogSource(pod: pod, container: source.container)
    return now.status?.has("state", "running") ?? false
  }

  private func lines(
    _ source: LogSource, _ kubectl: inout Session
  ) throws(Halt) -> [Process.Piece] {
    let node = source.pod.text("spec", "nodeName")
    if node.isEmpty { return [] }
    if let problem = kubectl.system.kubeletProblem(of: node) {
      let host = problem.split(separator: " ").first { $0.hasSuffix(":10250:") }?.dropLast() ?? ""
      let path =
        "\(source.pod.text("metadata", "namespace"))/\(source.pod.name)/\(source.container)"
      throw .exit(1, "Error from server: Get \"https://\(host)/containerLogs/\(path)\": \(problem)")
    }
    let status = source.status
    let name = source.container
    let hasEnded = status?.has("lastState", "terminated") ?? false
    let isWaiting =
      !(status?.has("state", "running") ?? false)
      && !(status?.has("state", "terminated") ?? false)
    if choice.isPrevious, !hasEnded {
      throw kubectl.fail(
        .badRequest(
          "previous terminated container \(goQuoted(name)) in pod \(goQuoted(source.pod.name)) not found"
        ))
    }
    if isWaiting, !hasEnded {
      let reason = status?.text("state", "waiting", "reason") ?? ""
      let text =
        ["ErrImagePull", "ImagePullBackOff"].contains(reason)
        ? "trying and failing to pull image" : reason.isEmpty ? "ContainerCreating" : reason
      throw kubectl.fail(
        .badRequest(
          "container \(goQuoted(name)) in pod \(goQuoted(source.pod.name)) is waiting to start: \(text)"
        ))
    }
    // While a container waits to be started again, its last run is still the newest log.
    return kubectl.system.containerLog(
      node: node, pod: source.pod.runtimeUID, container: name,
      previous: choice.isPrevious && !isWaiting) ?? []
  }

  private func chosen(_ lines: [Process.Piece], _ kubectl: inout Session) -> [Process.Piece] {
    var lines = lines
    if choice.since.nanoseconds > 0 {
      let start = kubectl.system.now().microseconds - choice.since.nanoseconds / 1000
      lines.removeAll { $0.at.microseconds < start }
    }
    if let moment = try? Timestamp(parsing: choice.sinceTime) {
      let start = moment.microseconds - Instant.epochUnixSeconds * 1_000_000
      lines.removeAll { $0.at.microseconds < start }
    }
    return choice.tail >= 0 ? lines.suffix(choice.tail) : lines
  }

  private func print(
    _ line: Process.Piece, _ source: LogSource, _ left: inout Int, _ kubectl: inout Session
  ) {
    guard left > 0 else { return }
    var text = ""
    if choice.showsSource { text = "[pod/\(source.pod.name)/\(source.container)] " }
    if choice.showsTime {
      let moment = Timestamp(
        microseconds: Instant.epochUnixSeconds * 1_000_000 + line.at.microseconds)
      text += String(moment.microText.dropLast()) + "000Z "
    }
    text += line.text
    let bytes = Array((text + "\n").utf8.prefix(left))
    left -= bytes.count
    kubectl.write(String(decoding: bytes, as: UTF8.self))
  }
}
