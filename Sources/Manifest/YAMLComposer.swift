internal import CYaml
import Tree

/// Reads the first document of a text with libyaml, keeping double keys and places.
struct YAMLComposer {
  private var parser = yaml_parser_t()
  private var event = yaml_event_t()
  private var tree = YAMLTree()
  private var anchors: [String: YAMLTree.Index] = [:]
  private var depth = 0
  /// The closing brackets of the flow collections that the parser is in; nil for block ones.
  private var closings: [Character?] = []

  /// Deeper trees are refused, so that nothing that recurses runs out of stack.
  static let maximumDepth = 100

  static func compose(_ text: [UInt8]) throws(YAMLError) -> YAMLTree {
    var result: Result<YAMLTree, YAMLError> = .success(YAMLTree())
    text.withUnsafeBufferPointer { buffer in
      var composer = YAMLComposer()
      yaml_parser_initialize(&composer.parser)
      defer { yaml_parser_delete(&composer.parser) }
      yaml_parser_set_encoding(&composer.parser, YAML_UTF8_ENCODING)
      yaml_parser_set_input_string(&composer.parser, buffer.baseAddress, buffer.count)
      do throws(YAMLError) {
        try composer.document()
        result = .success(composer.tree)
      } catch {
        result = .failure(error)
      }
    }
    return try result.get()
  }

  private mutating func document() throws(YAMLError) {
    defer { yaml_event_delete(&event) }
    try next()  // The stream's start.
    try next()
    guard event.type == YAML_DOCUMENT_START_EVENT else { return }
    try next()
    tree.root = try node()
    try next()  // The document's end; what follows is not read.
  }

  private mutating func next() throws(YAMLError) {
    yaml_event_delete(&event)
    guard yaml_parser_parse(&parser, &event) == 1 else { throw failure }
  }

  /// Reads the node that the current event begins; afterwards the current event is its last.
  private mutating func node() throws(YAMLError) -> YAMLTree.Index {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.maximumDepth else {
      throw YAMLError(
        "exceeded max depth of \(Self.maximumDepth)", goLine: place.line, line: place.line)
    }
    switch event.type {
    case YAML_SCALAR_EVENT: return try scalar()
    case YAML_SEQUENCE_START_EVENT: return try sequence()
    case YAML_MAPPING_START_EVENT: return try mapping()
    default: return try alias()
    }
  }

  private mutating func alias() throws(YAMLError) -> YAMLTree.Index {
    let name = string(event.data.alias.anchor) ?? ""
    guard let target = anchors[name] else {
      throw YAMLError("unknown anchor '\(name)' referenced")
    }
    return add(.alias(target, name: name), tag: nil, anchor: nil)
  }

  private mutating func scalar() throws(YAMLError) -> YAMLTree.Index {
    let scalar = event.data.scalar
    let bytes = UnsafeBufferPointer(start: scalar.value, count: scalar.length)
    let text = String(decoding: bytes, as: UTF8.self)
    if scalar.style == YAML_PLAIN_SCALAR_STYLE, let closing = closings.last ?? nil,
      text.utf8.dropFirst().contains(UInt8(ascii: "?"))
    {
      throw unexpected(before: closing, line: event.start_mark.line)
    }
    return add(
      .scalar(text, isPlain: scalar.plain_implicit != 0), tag: string(scalar.tag),
      anchor: string(scalar.anchor))
  }

  private mutating func sequence() throws(YAMLError) -> YAMLTree.Index {
    let start = event.data.sequence_start
    let index = add(.sequence([]), tag: string(start.tag), anchor: string(start.anchor))
    var items: [YAMLTree.Index] = []
    closings.append(start.style == YAML_FLOW_SEQUENCE_STYLE ? "]" : nil)
    try next()
    while event.type != YAML_SEQUENCE_END_EVENT {
      items.append(try node())
      try next()
    }
    closings.removeLast()
    tree.nodes[index].content = .sequence(items)
    return index
  }

  private mutating func mapping() throws(YAMLError) -> YAMLTree.Index {
    let start = event.data.mapping_start
    let index = add(.mapping([]), tag: string(start.tag), anchor: string(start.anchor))
    var pairs: [(key: YAMLTree.Index, value: YAMLTree.Index)] = []
    closings.append(start.style == YAML_FLOW_MAPPING_STYLE ? "}" : nil)
    try next()
    while event.type != YAML_MAPPING_END_EVENT {
      let key = try node()
      try next()
      let value = try node()
      pairs.append((key, value))
      try next()
    }
    closings.removeLast()
    tree.nodes[index].content = .mapping(pairs)
    return index
  }

  private mutating func add(
    _ content: YAMLTree.Content, tag: String?, anchor: String?
  ) -> YAMLTree.Index {
    let index = tree.nodes.count
    tree.nodes.append(YAMLTree.Node(content: content, tag: tag, place: place))
    if let anchor { anchors[anchor] = index }
    return index
  }

  private var place: Place {
    Place(line: event.start_mark.line + 1, column: event.start_mark.column + 1)
  }

  private func string(_ pointer: UnsafeMutablePointer<yaml_char_t>?) -> String? {
    pointer.map { String(cString: $0) }
  }

  /// What go-yaml says where a flow collection does not go on, which ends plain scalars at a
  /// question mark, other than libyaml today.
  private func unexpected(before closing: Character, line: Int) -> YAMLError {
    YAMLError(
      "did not find expected ',' or '\(closing)'", goLine: line == 0 ? nil : line, line: line + 1)
  }

  /// As go-yaml's `parser.fail`: lines are counted from 0, except where the scanner complains.
  private var failure: YAMLError {
    let problem =
      parser.problem.map { String(cString: $0) } ?? "unknown problem parsing YAML content"
    if problem == "found unexpected ':'", let closing = closings.last ?? nil {
      return unexpected(before: closing, line: parser.problem_mark.line)
    }
    var line = parser.problem_mark.line
    if line != 0 {
      if parser.error == YAML_SCANNER_ERROR { line += 1 }
    } else {
      line = parser.context_mark.line
    }
    return YAMLError(
      problem, goLine: line == 0 ? nil : line, line: parser.problem_mark.line + 1)
  }
}
