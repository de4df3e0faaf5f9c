/// JSON patches (RFC 6902), with the messages of github.com/evanphx/json-patch.
public struct JSONPatch: Hashable, Sendable {
  private struct Operation: Hashable, Sendable {
    var kind: String
    var path: String?
    var from: String?
    var value: Value?
  }

  private var operations: [Operation] = []

  /// How many operations there are; the API server refuses more than 10000.
  public var count: Int { operations.count }

  public init(_ tree: Value) throws(PatchError) {
    guard case .array(let items) = tree else {
      throw PatchError(
        "json: cannot unmarshal \(tree.typeName) into Go value of type jsonpatch.Patch")
    }
    for item in items {
      guard case .object(let fields) = item else {
        throw PatchError(
          "json: cannot unmarshal \(item.typeName) into Go value of type jsonpatch.Operation")
      }
      operations.append(
        Operation(
          kind: fields["op"]?.string ?? "unknown", path: fields["path"]?.string,
          from: fields["from"]?.string, value: fields["value"]))
    }
  }

  public func applied(to document: Value) throws(PatchError) -> Value {
    var document = document
    for operation in operations { try apply(operation, to: &document) }
    return document
  }

  private func apply(_ operation: Operation, to document: inout Value) throws(PatchError) {
    switch operation.kind {
    case "add": try add(operation, to: &document)
    case "remove":
      let path = try path(operation, "remove")
      guard Pointer(path, in: document) != nil else {
        throw missing("remove operation does not apply: doc is missing path: \"\(path)\"")
      }
      try change(&document, at: path, "error in remove for path: '\(path)'") {
        (container, key) throws(PatchError) in try container.removeMember(key)
      }
    case "replace": try replace(operation, in: &document)
    case "move": try move(operation, in: &document)
    case "copy": try copy(operation, in: &document)
    case "test": try test(operation, document)
    default: throw PatchError("Unexpected kind: \(operation.kind)")
    }
  }

  private func add(_ operation: Operation, to document: inout Value) throws(PatchError) {
    let path = try path(operation, "add")
    guard Pointer(path, in: document) != nil else {
      throw missing("add operation does not apply: doc is missing path: \"\(path)\"")
    }
    let value = operation.value ?? .null
    try change(&document, at: path, "error in add for path: '\(path)'") {
      (container, key) throws(PatchError) in try container.addMember(key, value)
    }
  }

  private func replace(_ operation: Operation, in document: inout Value) throws(PatchError) {
    let path = try path(operation, "replace")
    let value = operation.value ?? .null
    if path.isEmpty {
      guard value.object != nil || value.array != nil else {
        throw PatchError("replace operation hit doc: unknown object type")
      }
      document = value
      return
    }
    guard let pointer = Pointer(path, in: document) else {
      throw missing("replace operation does not apply: doc is missing path: \(path)")
    }
    guard (try? pointer.container.member(pointer.key)) != nil else {
      throw missing("replace operation does not apply: doc is missing key: \(path)")
    }
    try change(&document, at: path, "error in remove for path: '\(path)'") {
      (container, key) throws(PatchError) in try container.setMember(key, value)
    }
  }

  private func move(_ operation: Operation, in document: inout Value) throws(PatchError) {
    let from = try from(operation, "move")
    guard let source = Pointer(from, in: document) else {
      throw missing("move operation does not apply: doc is missing from path: \(from)")
    }
    let wrapping = "error in move for path: '\(source.key)'"
    let value = try wrapped(wrapping) { () throws(PatchError) in
      try source.container.member(source.key)
    }
    try change(&document, at: from, wrapping) {
      (container, key) throws(PatchError) in try container.removeMember(key)
    }
    let path = try path(operation, "move")
    guard Pointer(path, in: document) != nil else {
      throw missing("move operation does not apply: doc is missing destination path: \(path)")
    }
    try change(&document, at: path, "error in move for path: '\(path)'") {
      (container, key) throws(PatchError) in try container.addMember(key, value)
    }
  }

  private func copy(_ operation: Operation, in document: inout Value) throws(PatchError) {
    let from = try from(operation, "copy")
    guard let source = Pointer(from, in: document) else {
      throw missing("copy operation does not apply: doc is missing from path: \(from)")
    }
    let value = try wrapped("error in copy for from: '\(source.key)'") {
      () throws(PatchError) in try source.container.member(source.key)
    }
    let path = try path(operation, "copy")
    guard Pointer(path, in: document) != nil else {
      throw missing("copy operation does not apply: doc is missing destination path: \(path)")
    }
    try change(&document, at: path, "error in copy for path: '\(path)'") {
      (container, key) throws(PatchError) in try container.addMember(key, value)
    }
  }

  private func test(_ operation: Operation, _ document: Value) throws(PatchError) {
    let path = try path(operation, "test")
    let failure = PatchError("testing value \(path) failed: test failed")
    if path.isEmpty {
      if document != operation.value ?? .null { throw failure }
      return
    }
    guard let pointer = Pointer(path, in: document) else {
      throw missing("test operation does not apply: is missing path: \(path)")
    }
    let value: Value
    if case .array = pointer.container {
      value = try wrapped("error in test for path: '\(path)'") {
        () throws(PatchError) in try pointer.container.member(pointer.key)
      }
    } else {
      value = pointer.container[pointer.key] ?? .null
    }
    if value != operation.value ?? .null { throw failure }
  }

  private func path(_ operation: Operation, _ kind: String) throws(PatchError) -> String {
    guard let path = operation.path else {
      throw missing("\(kind) operation failed to decode path")
    }
    return path
  }

  private func from(_ operation: Operation, _ kind: String) throws(PatchError) -> String {
    guard let from = operation.from else {
      throw missing("\(kind) operation failed to decode from")
    }
    return from
  }

  private func missing(_ what: String) -> PatchError { PatchError("\(what): missing value") }

  private func wrapped<T>(
    _ message: String, _ body: () throws(PatchError) -> T
  ) throws(PatchError) -> T {
    do throws(PatchError) {
      return try body()
    } catch {
      throw PatchError("\(message): \(error.description)")
    }
  }

  /// Changes the container that a path ends in.
  private func change(
    _ document: inout Value, at path: String, _ message: String,
    _ body: (inout Value, String) throws(PatchError) -> Void
  ) throws(PatchError) {
    let keys = Pointer.keys(of: path)
    do throws(PatchError) {
      try document.change(
        at: keys.dropLast(),
        { (container) throws(PatchError) in
          try body(&container, keys.last ?? "")
        })
    } catch {
      throw PatchError("\(message): \(error.description)")
    }
  }
}

/// Where a JSON pointer (RFC 6901) ends: the object or array, and the key in it.
private struct Pointer {
  var container: Value
  var key: String

  /// nil when there is nothing that could hold the last key.
  init?(_ path: String, in document: Value) {
    let keys = Self.keys(of: path)
    guard let last = keys.last else { return nil }
    container = document
    for key in keys.dropLast() {
      guard let next = try? container.member(key) else { return nil }
      switch next {
      case .object, .array: container = next
      default: return nil
      }
    }
    key = last
  }

  static func keys(of path: String) -> [String] {
    path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).dropFirst()
      .map { unescaped($0) }
  }

  /// `~1` is a slash, and `~0` a tilde.
  private static func unescaped(_ part: Substring.UTF8View) -> String {
    var bytes: [UInt8] = []
    var rest = part[...]
    while let byte = rest.first {
      rest.removeFirst()
      if byte == UInt8(ascii: "~"), let next = rest.first, next == 0x30 || next == 0x31 {
        rest.removeFirst()
        bytes.append(next == 0x30 ? UInt8(ascii: "~") : UInt8(ascii: "/"))
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension Value {
  fileprivate mutating func change(
    at keys: ArraySlice<String>, _ body: (inout Value) throws(PatchError) -> Void
  ) throws(PatchError) {
    guard let key = keys.first else { return try body(&self) }
    var child = try member(key)
    try child.change(at: keys.dropFirst(), body)
    try setMember(key, child)
  }

  fileprivate func member(_ key: String) throws(PatchError) -> Value {
    if case .array(let items) = self { return items[try index(key, below: items.count)] }
    guard let value = self[key] else {
      throw PatchError("unable to get nonexistent key: \(key): missing value")
    }
    return value
  }

  fileprivate mutating func setMember(_ key: String, _ value: Value) throws(PatchError) {
    guard case .array(var items) = self else { return self[key] = value }
    items[try index(key, below: items.count)] = value
    self = .array(items)
  }

  fileprivate mutating func addMember(_ key: String, _ value: Value) throws(PatchError) {
    guard case .array(var items) = self else { return self[key] = value }
    if key == "-" {
      items.append(value)
    } else {
      items.insert(value, at: try index(key, below: items.count + 1))
    }
    self = .array(items)
  }

  fileprivate mutating func removeMember(_ key: String) throws(PatchError) {
    guard case .array(var items) = self else {
      guard self[key] != nil else {
        throw PatchError("Unable to remove nonexistent key: \(key): missing value")
      }
      return self[key] = nil
    }
    items.remove(at: try index(key, below: items.count))
    self = .array(items)
  }

  /// Negative indexes count from the end.
  private func index(_ key: String, below count: Int) throws(PatchError) -> Int {
    guard let index = Int(key) else {
      throw PatchError("strconv.Atoi: parsing \(goQuoted(key)): invalid syntax")
    }
    guard index < count, index >= -count else {
      throw PatchError("Unable to access invalid index: \(index): invalid index referenced")
    }
    return index < 0 ? index + count : index
  }
}
