import Resources
import Tree

/// What `explain` says of a kind or of one of its fields.
struct Explanation {
  private let resource: Resource
  private let language: Language
  private let isRecursive: Bool
  private let root: Structure

  init(_ type: any KindType, _ language: Language, isRecursive: Bool) {
    resource = type.resource
    self.language = language
    self.isRecursive = isRecursive
    root = Self.whole(type)
  }

  /// The kind's own fields and the three that every object has.
  private static func whole(_ type: any KindType) -> Structure {
    let own = type.structure
    var common = [
      FieldShape(
        "apiVersion", .string,
        Text(
          "The group and version of the schema that the object is written in.",
          "对象所依据的结构的组与版本。")),
      FieldShape(
        "kind", .string, Text("The kind of the object, in CamelCase.", "对象的类别，采用驼峰写法。")),
      FieldShape(
        "metadata", .structure { Metadata.schema.structure },
        Text("The object's name, labels and life.", "对象的名称、标签与生命周期。")),
    ]
    common.removeAll { own[$0.name] != nil }
    return Structure(own.name, own.text, common + own.fields)
  }

  /// nil where the path leads nowhere.
  func text(_ path: [String]) -> String? {
    var text = ""
    if !resource.group.isEmpty { text += "GROUP:      \(resource.group)\n" }
    text += "KIND:       \(resource.kind)\nVERSION:    \(resource.version)\n\n"
    guard !path.isEmpty else { return text + body(root, [root.text]) + "\n" }
    var structure: Structure? = root
    var field: FieldShape?
    for name in path {
      guard let next = structure?[name] else { return nil }
      field = next
      structure = next.shape.innermostStructure
    }
    guard let field else { return nil }
    text += "FIELD: \(field.name) <\(field.shape.explainType)>\n"
    if !field.values.isEmpty {
      text += "ENUM:\n" + field.values.map { "    \(shown($0))\n" }.joined()
    }
    text += "\n"
    if field.values.isEmpty { text += "\n" }
    let texts = [field.text] + (structure.map { [$0.text] } ?? [])
    return text + body(structure, texts) + "\n"
  }

  private func body(_ structure: Structure?, _ texts: [Text]) -> String {
    var paragraphs: [String] = []
    for text in texts.map({ $0[language] }) where !text.isEmpty && !paragraphs.contains(text) {
      paragraphs.append(text)
    }
    var result = "DESCRIPTION:\n"
    if paragraphs.isEmpty { paragraphs = ["<empty>"] }
    for paragraph in paragraphs {
      result += ExplainText.wrapped(paragraph, width: 76, indent: 4)
    }
    result += "\n"
    guard let structure, !structure.fields.isEmpty else { return result }
    return result + "FIELDS:\n" + fields(structure, 1, [structure.name])
  }

  private func fields(_ structure: Structure, _ level: Int, _ seen: [String]) -> String {
    let sorted = structure.fields.sorted { $0.name.precedes($1.name) }
    let indent = String(repeating: " ", count: level * 2)
    var text = ""
    for field in sorted {
      text += "\(indent)\(field.name)\t<\(field.shape.explainType)>"
      if field.required { text += " -required-" }
      text += "\n"
      if !field.values.isEmpty {
        let names = field.values.prefix(4).map(shown).joined(separator: ", ")
        text += "\(indent)enum: \(names)\(field.values.count > 4 ? ", ...." : "")\n"
      }
      if isRecursive {
        if let inner = field.shape.innermostStructure, !seen.contains(inner.name) {
          text += fields(inner, level + 1, seen + [inner.name])
        }
      } else {
        let about = field.text[language]
        text += ExplainText.wrapped(
          about.isEmpty ? "<no description>" : about, width: 78 - level * 2, indent: level * 2 + 2)
        text += "\n"
      }
    }
    return text
  }

  private func shown(_ value: String) -> String { value.isEmpty ? "\"\"" : value }
}

/// Text in lines; Chinese breaks between any two letters, but no line begins with a full stop.
enum ExplainText {
  static func wrapped(_ text: String, width: Int, indent: Int) -> String {
    let margin = String(repeating: " ", count: indent)
    var lines: [String] = []
    var line = ""
    var length = 0
    for piece in pieces(of: text) {
      let size = piece.unicodeScalars.reduce(0) { $0 + ($1.value >= 0x2E80 ? 2 : 1) }
      if length + size > width, length > 0, piece != " ", !isClosing(piece) {
        lines.append(line)
        line = ""
        length = 0
      }
      if line.isEmpty, piece == " " { continue }
      line += piece
      length += size
    }
    lines.append(line)
    return lines.map { line in
      var line = line
      while line.last == " " { line.removeLast() }
      return margin + line + "\n"
    }.joined()
  }

  private static func pieces(of text: String) -> [String] {
    var pieces: [String] = []
    for character in text {
      let isWide = character.unicodeScalars.contains { $0.value >= 0x2E80 }
      let lastIsWord =
        pieces.last.map { last in
          last != " " && !last.unicodeScalars.contains { $0.value >= 0x2E80 }
        } ?? false
      if !isWide, character != " ", lastIsWord {
        pieces[pieces.count - 1].append(character)
      } else {
        pieces.append(String(character))
      }
    }
    return pieces
  }

  private static func isClosing(_ piece: String) -> Bool {
    ["，", "。", "；", "：", "、", "）", "！", "？", "》", "」", "”"].contains(piece)
  }
}
