import Tree

/// The layout of go-cmp's reports (`cmp/report_text.go`): one line where it fits, else a line a member with aligned keys.
indirect enum GoReport {
  struct Line {
    var mark: Character = " "
    var key = ""
    var value: GoReport
    var comment = ""

    static func ellipsis(_ comment: String) -> Line {
      Line(value: .text("..."), comment: comment)
    }
    var isEllipsis: Bool { if case .text("...") = value { true } else { false } }
  }

  case text(String)
  case wrap(String, GoReport, String)
  case list([Line])

  // MARK: Values

  /// A value that is alike in both versions: few members, no types, nothing that is zero.
  static func identical(_ node: GoNode) -> GoReport {
    switch node {
    case .scalar(let text, _): return .text(text)
    case .none: return .text("nil")
    case .pointer(let inner, _): return .wrap("&", identical(inner), "")
    case .structure(_, let members, let isLeaf):
      if isLeaf { return whole(of: node, verbosity: 1, isTyped: false) }
      return .wrap("{", short(members.filter { !$0.value.isZero }, identical), "}")
    case .list(_, let items):
      return .wrap("{", short(items.map { GoNode.Member(key: "", value: $0) }, identical), "}")
    case .map(_, let members): return .wrap("{", short(members, identical), "}")
    }
  }

  private static func short(
    _ members: [GoNode.Member], most: Int = 4, _ show: (GoNode) -> GoReport
  ) -> GoReport {
    var lines = members.prefix(most).map { Line(key: $0.key, value: show($0.value)) }
    if members.count > most { lines.append(Line(value: .text("..."))) }
    return .list(lines)
  }

  /// A value that is in one version alone; the deeper, the less of it is shown.
  static func whole(of node: GoNode, verbosity: Int, isTyped: Bool) -> GoReport {
    let most = verbosity > 0 ? ((1 << verbosity) >> 1) << 2 : 0
    func inside(_ typed: Bool) -> (GoNode) -> GoReport {
      { whole(of: $0, verbosity: max(0, verbosity - 1), isTyped: typed) }
    }
    switch node {
    case .scalar(let text, _): return .text(text)
    case .none: return .text("nil")
    case .pointer(let inner, _):
      return .wrap("&", whole(of: inner, verbosity: verbosity, isTyped: isTyped), "")
    case .structure(let type, let members, _):
      let filled = members.filter { !$0.value.isZero }
      return .wrap((isTyped ? type : "") + "{", short(filled, most: most, inside(isTyped)), "}")
    case .list(let type, let items):
      let members = items.map { GoNode.Member(key: "", value: $0) }
      return .wrap((isTyped ? type : "") + "{", short(members, most: most, inside(false)), "}")
    case .map(let type, let members):
      return .wrap((isTyped ? type : "") + "{", short(members, most: most, inside(false)), "}")
    }
  }

  // MARK: Layout

  /// The blank of the marks: go-cmp draws lots, once a process, between this one and a plain space, so that nobody
  /// relies on its output. Both are right.
  private static let blank = "\u{A0}"

  /// The report as it is printed, every line with its mark in front.
  var whole: String { Self.blank + Self.blank + compacted(" ").expanded(" ", 0) }

  private static func front(_ mark: Character) -> String {
    (mark == " " ? blank : String(mark)) + blank
  }

  /// What fits on one line becomes one.
  private func compacted(_ mark: Character) -> GoReport {
    switch self {
    case .text: return self
    case .wrap(let prefix, let inner, let suffix):
      let small = inner.compacted(mark)
      if case .text(let text) = small { return .text(prefix + text + suffix) }
      return .wrap(prefix, small, suffix)
    case .list(let lines):
      var small = lines
      var isWide = false
      var text: [String] = []
      for index in lines.indices {
        let own = lines[index].mark == " " ? mark : lines[index].mark
        small[index].value = lines[index].value.compacted(own)
        if lines[index].mark != " " || !lines[index].comment.isEmpty { isWide = true }
        guard case .text(let value) = small[index].value else {
          isWide = true
          continue
        }
        text.append((lines[index].key.isEmpty ? "" : lines[index].key + ": ") + value)
      }
      let line = text.joined(separator: ", ")
      if mark != " ", line.utf8.count > 78 { isWide = true }
      return isWide ? .list(small) : .text(line)
    }
  }

  private func expanded(_ mark: Character, _ depth: Int) -> String {
    switch self {
    case .text(let text): return text
    case .wrap(let prefix, let inner, let suffix):
      return prefix + inner.expanded(mark, depth) + suffix
    case .list(let lines):
      let widths = Self.keyWidths(lines)
      var text = ""
      for (line, width) in zip(lines, widths) {
        let own = line.mark == " " ? mark : line.mark
        text += "\n" + Self.front(own) + String(repeating: "\t", count: depth + 1)
        if !line.key.isEmpty {
          text += line.key + ": "
          text += String(repeating: " ", count: max(0, width - line.key.unicodeScalars.count))
        }
        text += line.value.expanded(own, depth + 1)
        if !line.isEllipsis { text += "," }
        if !line.comment.isEmpty { text += " // " + line.comment }
      }
      return text + "\n" + Self.front(mark) + String(repeating: "\t", count: depth)
    }
  }

  /// Keys of neighbouring single lines are aligned.
  private static func keyWidths(_ lines: [Line]) -> [Int] {
    var widths = lines.map(\.key.unicodeScalars.count)
    var start = 0
    func align(_ end: Int) {
      let most = widths[start..<end].max() ?? 0
      for index in start..<end { widths[index] = most }
    }
    for (index, line) in lines.enumerated() {
      var isSingle = false
      if case .text = line.value, !line.key.isEmpty { isSingle = true }
      if !isSingle {
        align(index)
        start = index + 1
      }
    }
    align(lines.count)
    return widths
  }
}
