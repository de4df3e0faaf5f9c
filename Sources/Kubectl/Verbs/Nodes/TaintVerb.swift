import Cluster
import Resources
import Tree

/// `kubectl taint`.
struct TaintVerb: Verb {
  let path = ["taint"]
  let summary = Text("Set or remove taints of nodes.", "设置或移除节点的污点。")
  let arguments =
    "NODE NAME KEY_1=VAL_1:TAINT_EFFECT_1 ... KEY_N=VAL_N:TAINT_EFFECT_N [options]"
  let flags =
    FlagSpec.writing
    + [FlagSpec.overwrite, FlagSpec.all, FlagSpec.labelSelector, FlagSpec.validate]

  func run(_ flags: ParsedFlags, _ kubectl: inout Session) throws(Halt) -> Int32 {
    let dryRun = try kubectl.dryRun(flags)
    let words = flags.positional
    let isPair = { (word: String) in word.contains("=") || word.contains(":") || word.hasSuffix("-")
    }
    let names = Array(words.prefix { !isPair($0) })
    let changes = Array(words.dropFirst(names.count))
    if let stray = changes.first(where: { !isPair($0) }) {
      throw kubectl.fail("all resources must be specified before taint changes: \(stray)")
    }
    if names.isEmpty {
      throw kubectl.fail("one or more resources must be specified as <resource> <name>")
    }
    if changes.isEmpty { throw kubectl.fail("at least one taint update is required") }
    let wanted: TaintChanges
    do throws(TaintProblem) { wanted = try TaintChanges(changes) } catch {
      throw error.isUsage ? usageError(error.text) : kubectl.fail(error.text)
    }
    if let kind = try kubectl.kinds(named: names[0]).first, kind != Catalog.nodes {
      throw kubectl.fail(
        "invalid resource type \(names[0]), only node types are supported")
    }
    if names.count < 2, !flags.bool("all"), flags.string("selector").isEmpty {
      throw kubectl.fail(
        "at least one resource name must be specified since 'all' parameter is not set")
    }
    let (targets, problems) = try kubectl.fetched(names, flags)
    for target in targets {
      guard let live = target.record?.tree else { continue }
      let (taints, operation) = try wanted.applied(to: live, flags.bool("overwrite"), kubectl)
      var tree = live
      tree.set("spec", "taints", to: taints.isEmpty ? nil : .array(taints))
      if dryRun != .client {
        let change = MergePatch.difference(from: live, to: tree)
        tree = try kubectl.demand(kubectl.patch(target, change, .merge, flags)).tree ?? tree
      }
      try kubectl.printObject(
        tree, try kubectl.outputFormat(flags), flags, operation: operation)
    }
    if let halt = Problem.halt(problems) { throw halt }
    return 0
  }
}

/// Why a word is no taint.
struct TaintProblem: Error {
  let text: String
  /// Whether the line is sent on to the help.
  var isUsage = true
}

/// The taints that a line adds and removes.
struct TaintChanges {
  private var added: [Value] = []
  private var removed: [(key: String, effect: String)] = []

  private static let effects = ["NoSchedule", "PreferNoSchedule", "NoExecute"]

  init(_ words: [String]) throws(TaintProblem) {
    for word in words {
      if word.hasSuffix("-") {
        try remove(String(word.dropLast()))
      } else {
        try add(word)
      }
    }
    let twice = removed.filter { gone in
      added.contains {
        $0["key"]?.string == gone.key
          && (gone.effect.isEmpty || $0["effect"]?.string == gone.effect)
      }
    }
    if !twice.isEmpty {
      let list = twice.map { "\($0.key)=\($0.effect)" }.joined(separator: ",")
      throw TaintProblem(
        text: "can not both modify and remove the following taint(s) in the same command: \(list)",
        isUsage: false)
    }
  }

  private mutating func remove(_ text: String) throws(TaintProblem) {
    let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
    let key = parts.first?.split(separator: "=", maxSplits: 1).first.map(String.init) ?? ""
    let effect = parts.count > 1 ? parts[1] : ""
    if !effect.isEmpty { try check(effect) }
    removed.append((key, effect))
  }

  private mutating func add(_ text: String) throws(TaintProblem) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    guard parts.count <= 2 else { throw TaintProblem(text: "invalid taint spec: \(text)") }
    var pair = [parts[0]]
    if parts.count == 2 {
      try check(parts[1])
      pair = parts[0].split(separator: "=", omittingEmptySubsequences: false).map(String.init)
      guard pair.count <= 2 else { throw TaintProblem(text: "invalid taint spec: \(text)") }
    }
    let problems =
      NameRules.qualifiedName(pair[0]) + (pair.count > 1 ? NameRules.labelValue(pair[1]) : [])
    if !problems.isEmpty {
      throw TaintProblem(text: "invalid taint spec: \(text), \(problems.joined(separator: "; "))")
    }
    var taint: Value = ["key": .string(pair[0])]
    if parts.count == 2 { taint["effect"] = .string(parts[1]) }
    if pair.count > 1, !pair[1].isEmpty { taint["value"] = .string(pair[1]) }
    if added.contains(where: { isSame($0, taint) }) {
      let fields = ["key", "value", "effect"].map { taint[$0]?.string ?? "" }
      throw TaintProblem(
        text:
          "duplicated taints with the same key and effect: {\(fields.joined(separator: " ")) <nil>}"
      )
    }
    added.append(taint)
  }

  private func check(_ effect: String) throws(TaintProblem) {
    if !Self.effects.contains(effect) {
      throw TaintProblem(text: "invalid taint effect: \(effect), unsupported taint effect")
    }
  }

  private func isSame(_ left: Value, _ right: Value) -> Bool {
    left["key"] == right["key"] && left["effect"] == right["effect"]
  }

  /// The node's taints afterwards, and the word for what was done.
  func applied(
    to node: Value, _ overwrites: Bool, _ kubectl: Session
  ) throws(Halt) -> (taints: [Value], operation: String) {
    let old = node["spec"]?["taints"]?.array ?? []
    let name = node["metadata"]?["name"]?.string ?? ""
    let clashes = added.filter { taint in old.contains { isSame($0, taint) } }
    if !overwrites, !clashes.isEmpty {
      let keys = clashes.map { $0["key"]?.string ?? "" }.joined(separator: ",")
      throw kubectl.fail(
        "node \(name) already has \(keys) taint(s) with same effect(s) and --overwrite is false")
    }
    var taints = added + old.filter { taint in !added.contains { isSame($0, taint) } }
    for (key, effect) in removed {
      let count = taints.count
      taints.removeAll {
        $0["key"]?.string == key && (effect.isEmpty || $0["effect"]?.string == effect)
      }
      if taints.count == count {
        throw kubectl.fail("taint \(goQuoted(effect.isEmpty ? key : key + ":" + effect)) not found")
      }
    }
    let operation =
      !clashes.isEmpty
      ? "modified" : removed.isEmpty ? "tainted" : added.isEmpty ? "untainted" : "modified"
    return (taints, operation)
  }
}
