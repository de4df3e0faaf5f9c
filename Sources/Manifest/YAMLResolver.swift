import Tree

/// Gives a document's scalars their meaning and follows its aliases, as sigs.k8s.io/yaml does.
struct YAMLResolver {
  private let tree: YAMLTree
  /// Anchored nodes being read, to notice one that holds itself.
  private var open: [YAMLTree.Index] = []
  private var aliasDepth = 0
  private var depth = 0
  private var decodeCount = 0
  private var aliasCount = 0

  /// Whether `yes`, `n` and the like are texts, as they are from YAML 1.2 on.
  private let keepsWords: Bool

  private init(_ tree: YAMLTree, keepsWords: Bool) {
    self.tree = tree
    self.keepsWords = keepsWords
  }

  static func value(of tree: YAMLTree, keepsWords: Bool = false) throws(YAMLError) -> Value {
    guard let root = tree.root else { return .null }
    var resolver = YAMLResolver(tree, keepsWords: keepsWords)
    return try resolver.value(root)
  }

  private mutating func value(_ index: YAMLTree.Index) throws(YAMLError) -> Value {
    depth += 1
    defer { depth -= 1 }
    guard depth <= 2 * YAMLComposer.maximumDepth else { throw YAMLError("exceeded max depth") }
    try count()
    let node = tree[index]
    switch node.content {
    case .alias(let target, let name):
      if open.contains(target) { throw YAMLError("anchor '\(name)' value contains itself") }
      open.append(target)
      aliasDepth += 1
      let value = try value(target)
      aliasDepth -= 1
      open.removeLast()
      return value
    case .scalar(let text, let isPlain): return try scalar(text, isPlain: isPlain, node)
    case .sequence(let items):
      var values: [Value] = []
      for item in items { values.append(try value(item)) }
      return .array(values)
    case .mapping(let pairs):
      var fields = Fields()
      try read(pairs, into: &fields)
      return .object(fields)
    }
  }

  /// A later member wins, also over one that `<<` brought in, and `<<` over an earlier one.
  private mutating func read(
    _ pairs: [(key: YAMLTree.Index, value: YAMLTree.Index)], into fields: inout Fields
  ) throws(YAMLError) {
    for (key, member) in pairs {
      if isMerge(tree[key]) {
        try merge(member, into: &fields)
      } else {
        let name = try self.name(key)
        let value = try value(member)
        switch name {
        case .text(let text): fields[text] = value
        case .impossible(let type, let key):
          throw YAMLError(
            plain: "unsupported map key of type: \(type), key: \(key), value: "
              + GoSyntax.text(value))
        }
      }
    }
  }

  private func isMerge(_ node: YAMLTree.Node) -> Bool {
    guard case .scalar("<<", let isPlain) = node.content else { return false }
    return isPlain && node.tag == nil || node.tag == "tag:yaml.org,2002:merge"
  }

  private mutating func merge(
    _ index: YAMLTree.Index, into fields: inout Fields
  ) throws(YAMLError) {
    let wanted = YAMLError("map merge requires map or sequence of maps as the value")
    switch tree[index].content {
    case .mapping, .alias:
      guard case .mapping = tree[tree.resolved(index)].content else { throw wanted }
      try mergeMembers(of: index, into: &fields)
    case .sequence(let items):
      for item in items.reversed() {
        guard case .mapping = tree[tree.resolved(item)].content else { throw wanted }
        try mergeMembers(of: item, into: &fields)
      }
    case .scalar: throw wanted
    }
  }

  private mutating func mergeMembers(
    of index: YAMLTree.Index, into fields: inout Fields
  ) throws(YAMLError) {
    guard case .object(let merged) = try value(index) else { return }
    for (name, value) in merged { fields[name] = value }
  }

  /// A key as JSON needs it: numbers and booleans become text.
  private enum Name {
    case text(String)
    /// What sigs.k8s.io/yaml has no text for; it complains after it has read the value.
    case impossible(type: String, key: String)
  }

  private mutating func name(_ index: YAMLTree.Index) throws(YAMLError) -> Name {
    if let name = infinity(tree[tree.resolved(index)]) { return .text(name) }
    switch try value(index) {
    case .string(let text): return .text(text)
    case .bool(let flag): return .text(flag ? "true" : "false")
    case .int(let number): return .text(String(number))
    case .decimal(let text):
      if let number = UInt64(text) {
        return .impossible(type: "uint64", key: "0x" + String(number, radix: 16))
      }
      return .text(DecimalText(text.utf8)?.general ?? text)
    case .null: return .impossible(type: "%!s(<nil>)", key: "<nil>")
    case .array(let items): throw YAMLError("invalid map key: \(GoSyntax.list(items))")
    case .object(let fields): throw YAMLError("invalid map key: \(GoSyntax.map(fields))")
    }
  }

  private func infinity(_ node: YAMLTree.Node) -> String? {
    guard case .scalar(let text, true) = node.content, case .special(let name) = YAMLScalar(text)
    else { return nil }
    return name == "NaN" ? ".nan" : name == "-Inf" ? "-.inf" : ".inf"
  }

  private func scalar(
    _ text: String, isPlain: Bool, _ node: YAMLTree.Node
  ) throws(YAMLError) -> Value {
    let tag = node.tag.map { $0.replacingPrefix("tag:yaml.org,2002:", with: "!!") } ?? ""
    switch tag {
    case "": return isPlain ? try meaning(of: text) : .string(text)
    case "!!binary":
      guard let bytes = Base64.decoded(text) else {
        throw YAMLError("!!binary value contains invalid base64 data")
      }
      return .string(String(decoding: bytes, as: UTF8.self))
    case "!!bool", "!!int", "!!float", "!!null", "!!timestamp":
      let found = GoSyntax.tag(of: text)
      guard found == tag || found == "!!int" && tag == "!!float" else {
        throw YAMLError("cannot decode \(found) `\(text)` as a \(tag)")
      }
      return try meaning(of: text)
    default: return .string(text)  // `!!str`, and tags that say nothing here.
    }
  }

  private func meaning(of text: String) throws(YAMLError) -> Value {
    switch YAMLScalar(text) {
    case .null: return .null
    case .bool(let flag):
      return keepsWords && !["true", "false"].contains(text.lowercased())
        ? .string(text) : .bool(flag)
    case .int(let number): return .int(number)
    case .decimal(let digits): return Value(yamlDecimal: Self.float64(digits))
    case .special(let name): throw YAMLError(plain: "json: unsupported value: \(name)")
    case .timestamp, .merge, .string: return .string(text)
    }
  }

  /// What is left of a number in 64-bit floating point, which is all that kubectl keeps of it.
  static func float64(_ text: String) -> String {
    guard let exact = DecimalText(text.utf8), exact.precision > 15, let number = Double(text)
    else { return text }
    return DecimalText("\(number)".utf8)?.json ?? text
  }

  /// go-yaml's guard against documents that explode when their aliases are followed.
  private mutating func count() throws(YAMLError) {
    decodeCount += 1
    if aliasDepth > 0 { aliasCount += 1 }
    guard aliasCount > 100, decodeCount > 1_000 else { return }
    // 99 % of the nodes may come from aliases in a small document, 10 % in a large one.
    let permille =
      decodeCount <= 400_000
      ? 990 : decodeCount >= 4_000_000 ? 100 : 990 - 890 * (decodeCount - 400_000) / 3_600_000
    if aliasCount * 1_000 > permille * decodeCount {
      throw YAMLError("document contains excessive aliasing")
    }
  }
}

extension String {
  fileprivate func replacingPrefix(_ prefix: String, with other: String) -> String {
    hasPrefix(prefix) ? other + dropFirst(prefix.count) : self
  }
}
