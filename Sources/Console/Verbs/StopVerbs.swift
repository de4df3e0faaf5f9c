import Cluster
import Resources
import Simulation

/// `break ACTOR|KIND|OBJECT|EVENT`.
struct BreakVerb: ConsoleVerb {
  let names = ["break"]
  let summary = Text("stop time at an actor, kind, object or event", "在某个参与者、类别、对象或事件处停下")
  let usage = Text(
    "break [ACTOR|KIND|OBJECT|EVENT]\nStops continue when somebody acts (kube-scheduler, kubelet@node-1, replicaset-controller), when an object of a kind (pods) or one object (pod/web) is written, or after an event. Alone it lists the breakpoints.",
    "break [ACTOR|KIND|OBJECT|EVENT]\n当某个参与者行动（kube-scheduler、kubelet@node-1、replicaset-controller）、某类对象（pods）或某个对象（pod/web）被写入、或到达某个事件时使 continue 停下。单独使用时列出断点。"
  )

  func run(_ arguments: [String], _ console: inout Console) -> Outcome {
    guard let text = arguments.first else { return Outcome(out: console.listStops()) }
    guard let stop = console.breakpoint(text) else {
      return console.misused(
        self,
        Text(
          "\(text) is no actor, kind, object or event that is known here.",
          "\(text) 不是这里已知的参与者、类别、对象或事件。"))
    }
    console.addBreak(text, stop)
    return Outcome(out: Text("will stop at \(text)\n", "将在 \(text) 处停下\n")[console.language])
  }
}

/// `watch OBJECT PATH`.
struct WatchVerb: ConsoleVerb {
  let names = ["watch"]
  let summary = Text("stop time when a field changes", "当某个字段变化时停下")
  let usage = Text(
    "watch OBJECT PATH\nStops continue when the field changes, e.g. watch pod/web .status.phase",
    "watch OBJECT PATH\n当字段变化时使 continue 停下，例如 watch pod/web .status.phase")

  func run(_ arguments: [String], _ console: inout Console) -> Outcome {
    guard let object = console.object(in: arguments), object.rest.count == 1,
      let field = object.rest.first
    else {
      return console.misused(self, Text("watch takes an object and a path.", "watch 接受一个对象和一个路径。"))
    }
    let path = field.hasPrefix(".") ? field : "." + field
    console.addWatch(
      object.name + " " + path,
      Stops.Watchpoint(kind: object.kind, key: object.key, path: path))
    return Outcome(
      out: Text(
        "will stop when \(object.name) \(path) changes\n", "当 \(object.name) \(path) 变化时停下\n")[
          console.language])
  }
}

/// `unbreak [TEXT]`.
struct UnbreakVerb: ConsoleVerb {
  let names = ["unbreak"]
  let summary = Text("take a breakpoint or watchpoint away", "去掉断点或观察点")
  let usage = Text("unbreak [TEXT]\nTakes one away, or all.", "unbreak [TEXT]\n去掉一个，或全部。")

  func run(_ arguments: [String], _ console: inout Console) -> Outcome {
    let text = arguments.joined(separator: " ")
    guard console.removeStop(text) else {
      return .refused(
        Text("There is no breakpoint \(text); break lists them.", "没有断点 \(text)；break 可列出。")[
          console.language], exit: 1)
    }
    return Outcome(out: console.listStops())
  }
}

extension Console {
  mutating func addBreak(_ text: String, _ stop: Stops.Break) {
    stops.breaks.removeAll { $0.text == text }
    stops.breaks.append((text, stop))
  }

  mutating func addWatch(_ text: String, _ watch: Stops.Watchpoint) {
    stops.watches.removeAll { $0.text == text }
    stops.watches.append((text, watch))
  }

  mutating func removeStop(_ text: String) -> Bool {
    let before = stops.breaks.count + stops.watches.count
    if text.isEmpty {
      stops = Stops()
      return true
    }
    stops.breaks.removeAll { $0.text == text }
    stops.watches.removeAll { $0.text == text }
    return stops.breaks.count + stops.watches.count < before
  }

  /// Lets time run past every breakpoint and watchpoint.
  package mutating func clearStops() { stops = Stops() }

  func listStops() -> String {
    let all = stops.breaks.map { "break " + $0.text } + stops.watches.map { "watch " + $0.text }
    guard !all.isEmpty else { return Text("no breakpoints\n", "没有断点\n")[language] }
    return all.joined(separator: "\n") + "\n"
  }

  func breakpoint(_ text: String) -> Stops.Break? {
    if let number = Int(text) { return .event(number) }
    if let object = object(text) { return .object(kind: object.kind, object.key) }
    let actors =
      ["kube-apiserver", "apiserver", "kube-scheduler", "kube-controller-manager", "kubelet"]
      + ControllerName.allCases.map(\.name)
      + world.kubelets.names.flatMap { ["kubelet@" + $0, $0] }
    if actors.contains(text) { return .actor(text) }
    if let kind = kind(text) { return .kind(kind) }
    return nil
  }

  /// The kind behind a word as kubectl takes it.
  package func kind(_ word: String) -> Int? {
    let word = word.lowercased()
    return world.api.types.firstIndex { type in
      let resource = type.resource
      return [resource.plural, resource.singular, resource.groupResource].contains(word)
        || resource.shortNames.contains(word)
    }
  }

  /// The object behind `pod/web`, `deploy/web`, or `node/node-1`, `ns:` apart: `dev:pod/web`.
  package func object(_ text: String) -> (kind: Int, key: ObjectKey)? {
    var text = text
    var namespace = "default"
    if let colon = text.firstIndex(of: ":") {
      namespace = String(text[..<colon])
      text = String(text[text.index(after: colon)...])
    }
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2, !parts[1].isEmpty, let kind = kind(parts[0]) else { return nil }
    let isNamespaced = world.api.type(kind).resource.isNamespaced
    return (kind, ObjectKey(isNamespaced ? namespace : "", parts[1]))
  }

  /// An object at the front of words and what comes after it: `pod/web .spec`, or `pod web .spec` as kubectl takes it too.
  package func object(
    in words: [String]
  ) -> (name: String, kind: Int, key: ObjectKey, rest: ArraySlice<String>)? {
    guard let first = words.first else { return nil }
    if let found = object(first) { return (first, found.kind, found.key, words.dropFirst()) }
    guard words.count > 1, !words[1].hasPrefix("."), !words[1].contains("/") else { return nil }
    let name = first + "/" + words[1]
    return object(name).map { (name, $0.kind, $0.key, words.dropFirst(2)) }
  }
}
