import Cluster
import Resources
import Simulation
import Tree

extension Session {
  /// How much of the write is only shown; `--dry-run` without a word and with a truth value go on with a warning, other
  /// words than the three end the program (GetDryRunStrategy).
  package mutating func dryRun(_ flags: ParsedFlags) throws(Halt) -> DryRun {
    guard flags.isSet("dry-run") else { return .none }
    let word = flags.string("dry-run")
    switch word {
    case "none", "client", "server": break
    case "unchanged":
      warnInLog(
        "helpers.go:702", "--dry-run is deprecated and can be replaced with --dry-run=client.")
    default:
      guard let isOn = FlagText.bool(word) else {
        throw fail("Invalid dry-run value (\(word)). Must be \"none\", \"server\", or \"client\".")
      }
      let instead = isOn ? "client" : "none"
      warnInLog(
        isOn ? "helpers.go:716" : "helpers.go:719",
        "--dry-run=\(word) is deprecated (boolean value) and can be replaced with --dry-run=\(instead)."
      )
    }
    return flags.dryRun
  }

  /// A warning as klog writes it on standard error: its letter and date, the time, the program's number, the place in
  /// the source (klog/v2, `formatHeader`).
  private mutating func warnInLog(_ place: String, _ text: String) {
    let time = Timestamp(microseconds: MicroTime(system.now()).unixMicroseconds).klogText
    let number = String(system.processNumber)
    let margin = String(repeating: " ", count: max(0, 7 - number.count))
    warn("W\(time) \(margin)\(number) \(place)] \(text)")
  }

  /// How strictly the server takes unknown fields, from `--validate`.
  package func fieldValidation(_ flags: ParsedFlags) throws(Halt) -> FieldValidation {
    let word = flags.string("validate")
    switch word {
    case "true", "strict", "": return .strict
    case "warn": return .warn
    case "false", "ignore": return .ignore
    default:
      throw fail(
        "invalid - validate option \(goQuoted(word)); must be one of: strict (or true), warn, ignore (or false)"
      )
    }
  }

  /// Says what was done to an object, or prints it as `-o` asks.
  package mutating func report(
    _ tree: Value, _ operation: String, _ flags: ParsedFlags
  ) throws(Halt) {
    let format = try outputFormat(flags)
    try printObject(tree, format, flags, operation: operation + flags.dryRun.suffix)
  }

  /// The same for an object that kubectl knows as a struct: its JSON has the struct's order.
  package mutating func reportTyped(
    _ tree: Value, _ operation: String, _ flags: ParsedFlags
  ) throws(Halt) {
    let format = try outputFormat(flags)
    guard case .json = format else { return try report(tree, operation, flags) }
    try printTyped(tree, format, flags)
  }

  /// Prints an object as typed clients do.
  mutating func printTyped(
    _ tree: Value, _ format: OutputFormat, _ flags: ParsedFlags
  ) throws(Halt) {
    guard case .json = format else { return try printObject(tree, format, flags) }
    let shown = flags.bool("show-managed-fields") ? tree : tree.withoutManagedFields
    print(DeclaredOrder.json(shown, kindType(of: tree), indent: 4))
  }

  /// The kind of an object; nil where the server does not know it.
  mutating func kindType(of tree: Value) -> (any KindType)? {
    let version = tree["apiVersion"]?.string ?? ""
    return kind(apiVersion: version, kind: tree["kind"]?.string ?? "").map { kinds()[$0] }
  }

  /// A request that writes an object, with what the line's flags ask of it.
  ///
  /// Before anything is written it must be clear how to show what was.
  package mutating func write(
    _ verb: Cluster.Verb, _ kind: Int, _ namespace: String, _ name: String, _ tree: Value,
    _ flags: ParsedFlags
  ) throws(Halt) -> Request {
    var wish = Request(verb, kind, namespace: namespace, name: name)
    wish.body = .tree(tree)
    if flags.isKnown("output") { _ = try outputFormat(flags) }
    wish.isDryRun = flags.isKnown("dry-run") && flags.dryRun == .server
    if flags.isKnown("validate") { wish.fieldValidation = try fieldValidation(flags) }
    return wish
  }

  /// A request that patches a target.
  package mutating func patch(
    _ target: Target, _ tree: Value, _ type: PatchType, _ flags: ParsedFlags
  ) throws(Halt) -> Request {
    var wish = try write(.patch, target.kind, target.namespace, target.name, tree, flags)
    wish.patchType = type
    return wish
  }

  /// The objects that a line names, as the server has them; one that is not there ends the program.
  package mutating func fetched(
    _ arguments: [String], _ flags: ParsedFlags, listsAll: Bool = false
  ) throws(Halt) -> (targets: [Target], problems: [Problem]) {
    let wanted = try targets(arguments, flags, listsAll: listsAll)
    let (found, problems) = try fetch(wanted)
    if found.isEmpty, let halt = Problem.halt(problems) { throw halt }
    return (found, problems)
  }

  /// What a capability that the model lacks says.
  package func notServed(_ english: String, _ chinese: String) -> Halt {
    .exit(2, "error: " + (language == .english ? english : chinese))
  }
}

extension Response {
  /// The object of an answer.
  package var tree: Value? {
    switch body {
    case .record(let record): record.tree
    case .tree(let tree): tree
    default: nil
    }
  }
}

extension Target {
  /// `deployments/web`, as `resource.Info.ObjectName`.
  package var objectName: String { resource.plural + "/" + name }
}

extension FlagSpec {
  /// The flags of every verb that writes.
  package static let writing = output + [dryRun, fieldManager]

  static let saveConfig = FlagSpec(
    "save-config", nil, .bool,
    help: Text(
      "Keep the configuration in an annotation, so that `apply` can be used later.",
      "把配置保存在注解中，以便以后使用 `apply`。"))
  static let all = FlagSpec(
    "all", nil, .bool, help: Text("All objects of the kinds in the namespace.", "命名空间中该类别的全部对象。"))
  static let overwrite = FlagSpec(
    "overwrite", nil, .bool, help: Text("Replace values that are already there.", "覆盖已有的值。"))
  static let local = FlagSpec(
    "local", nil, .bool, help: Text("Do not ask the server.", "不访问服务器。"))
}
