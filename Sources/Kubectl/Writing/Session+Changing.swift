import Cluster
import Resources
import Tree

/// What a change of one object came to.
enum Alteration {
  /// With what could not be changed beside it.
  case changed(Value, [Problem] = [])
  case failed([Problem])
}

extension Session {
  /// Changes objects and sends what differs, as `set` and `rollout` do (`CalculatePatches`).
  ///
  /// Of an object that stays as it was, `unchanged` is said, or nothing.
  mutating func alter(
    _ targets: [Target], _ flags: ParsedFlags, operation: String, refusal: String,
    unchanged: ((Target) -> Problem?)? = nil, _ change: (Value, Target) -> Alteration
  ) throws(Halt) -> [Problem] {
    var problems: [Problem] = []
    for target in targets {
      guard var live = target.record?.tree ?? target.tree else { continue }
      let isLocal = flags.isKnown("local") && flags.bool("local")
      if isLocal { live = typed(live, target.kind) }
      let wanted: Value
      switch change(live, target) {
      case .failed(let found):
        problems += found
        continue
      case .changed(let tree, let found):
        problems += found
        wanted = tree
      }
      let recorded = ChangeCause.recorded(wanted, flags, verb)
      if recorded == live {
        if let problem = unchanged?(target) { problems.append(problem) }
        continue
      }
      if flags.dryRun == .client || isLocal {
        try report(recorded, operation, flags)
        continue
      }
      let difference = MergePatch.difference(from: live, to: recorded)
      let response = try request(patch(target, difference, .merge, flags))
      if let status = response.failure {
        problems.append(.message(refusal + status.message))
        continue
      }
      try report(response.tree ?? recorded, operation, flags)
    }
    return problems
  }

  /// An object as Go's struct writes it: with its empty parts, and without what the struct does not know.
  mutating func typed(_ tree: Value, _ kind: Int) -> Value {
    guard let record = try? kinds()[kind].decode(tree) else { return tree }
    return record.tree
  }

  /// The objects of a `label` or `annotate` line: from the server, or from files where it is not to be asked.
  mutating func labellable(
    _ words: [String], _ flags: ParsedFlags
  ) throws(Halt) -> (targets: [Target], problems: [Problem]) {
    if flags.bool("local") { return (try targets(words, flags), []) }
    // Where objects are named, --all chooses nothing.
    let isNamed = words.count > 1 || words.contains { $0.contains("/") }
    return try fetched(words, isNamed ? flags.without("all") : flags)
  }

  /// A line that chose nothing is no error.
  mutating func warnOfNothing() { warn("No resources found in \(namespace) namespace.") }

  /// Whether a line names one object, instead of choosing one or more (`IntoSingleItemImplied`).
  func isSingle(_ targets: [Target], _ words: [String], _ flags: ParsedFlags) -> Bool {
    let chooses = flags.bool("all") || flags.isSet("selector") || flags.isSet("field-selector")
    return targets.count == 1 && !chooses
  }

  /// The objects of a `set` line: from the server, or from files where it is not to be asked.
  mutating func settable(
    _ words: [String], _ flags: ParsedFlags
  ) throws(Halt) -> (targets: [Target], problems: [Problem]) {
    if words.isEmpty, !flags.hasFiles { throw fail(TargetQuery.missing) }
    _ = try dryRun(flags)
    if flags.bool("local") { return (try targets(words, flags), []) }
    return try fetched(words, flags)
  }
}

extension FlagSpec {
  /// The flags of `kubectl set …`.
  static let setting = files + writing + [all, labelSelector, local, record]
}
