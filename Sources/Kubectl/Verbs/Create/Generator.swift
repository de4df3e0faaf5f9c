import Cluster
import Resources
import Tree

/// A verb that makes one object from flags: `kubectl create TYPE NAME`.
protocol Generator: Verb {
  /// Flags without which nothing is made.
  var required: [String] { get }
  /// What stands before the server's refusal; nil where its words stand alone.
  var failure: String? { get }
  var isNamespaced: Bool { get }
  var ownFlags: [FlagSpec] { get }
  /// The object as kubectl sends it: with the empty parts that Go writes out.
  func object(
    _ name: String, _ flags: ParsedFlags, _ kubectl: inout Session
  ) throws(Halt) -> Value
}

extension Generator {
  var required: [String] { [] }
  var failure: String? { nil }
  var isNamespaced: Bool { true }
  var ownFlags: [FlagSpec] { [] }
  var flags: [FlagSpec] {
    ownFlags + FlagSpec.writing + [FlagSpec.saveConfig, FlagSpec.validate]
  }
  var arguments: String { "NAME [options]" }

  func run(_ flags: ParsedFlags, _ kubectl: inout Session) throws(Halt) -> Int32 {
    try demand(required, flags)
    let names = flags.beforeDash
    guard names.count == 1 else {
      throw usageError("exactly one NAME is required, got \(names.count)")
    }
    let dryRun = try kubectl.dryRun(flags)
    var tree = try object(names[0], flags, &kubectl)
    if flags.isKnown("append-hash"), flags.bool("append-hash") { tree = ContentHash.named(tree) }
    if isNamespaced, kubectl.isNamespaceSet {
      tree.set("metadata", "namespace", to: .string(kubectl.namespace))
    }
    if flags.bool("save-config") { tree = LastApplied.saved(tree, kubectl.kindType(of: tree)) }
    if dryRun != .client { tree = try kubectl.create(tree, flags, failure: failure) }
    try kubectl.reportTyped(tree, "created", flags)
    return 0
  }

  /// Complains of flags that are missing, as cobra does.
  func demand(_ required: [String], _ flags: ParsedFlags) throws(Halt) {
    let missing = required.filter { !flags.isSet($0) }
    if missing.isEmpty { return }
    let list = missing.map(goQuoted).joined(separator: ", ")
    throw .failure("error: required flag(s) \(list) not set")
  }
}

extension Session {
  /// Sends a new object and gives back what the server made of it.
  mutating func create(
    _ tree: Value, _ flags: ParsedFlags, failure: String?
  ) throws(Halt) -> Value {
    let version = tree["apiVersion"]?.string ?? ""
    guard let kind = kind(apiVersion: version, kind: tree["kind"]?.string ?? "") else {
      throw fail(Status(404, "NotFound", "the server could not find the requested resource"))
    }
    let wish = try write(.create, kind, namespace(for: resource(kind)), "", tree, flags)
    let response = try request(wish)
    if let status = response.failure {
      throw failure.map { fail("\($0) \(status.message)") } ?? fail(status)
    }
    return response.tree ?? tree
  }
}

extension Value {
  /// A new object's first fields.
  static func object(_ apiVersion: String, _ kind: String, _ name: String) -> Value {
    [
      "apiVersion": .string(apiVersion), "kind": .string(kind),
      "metadata": ["creationTimestamp": .null, "name": .string(name)],
    ]
  }

  static func strings(_ texts: [String]) -> Value { .array(texts.map { .string($0) }) }
}
