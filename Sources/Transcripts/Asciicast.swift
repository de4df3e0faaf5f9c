import Tree

/// One event of an asciicast v3 recording: milliseconds since the one before, a code, and text.
package struct CastEvent: Hashable, Sendable {
  package var milliseconds: Int64
  /// `o` output, `m` marker, `r` resize, `x` exit status, `k` kubestep's own record.
  package var code: String
  package var data: String

  package init(milliseconds: Int64, code: String, data: String) {
    self.milliseconds = milliseconds
    self.code = code
    self.data = data
  }

  /// The event as a line of the file, without the line's end.
  package var line: String {
    let fraction = String(milliseconds % 1000 + 1000).dropFirst()
    let interval = Value.decimal("\(milliseconds / 1000).\(fraction)")
    return Value.array([interval, .string(code), .string(data)]).json(escapingHTML: false)
  }

  init?(_ value: Value) {
    guard let parts = value.array, parts.count == 3, let code = parts[1].string, code.count >= 1,
      let data = parts[2].string, let milliseconds = Self.milliseconds(parts[0])
    else { return nil }
    self.init(milliseconds: milliseconds, code: code, data: data)
  }

  private static func milliseconds(_ value: Value) -> Int64? {
    switch value {
    case .int(let seconds):
      return seconds >= 0 && seconds < 1_000_000_000 ? seconds * 1000 : nil
    case .decimal(let text):
      let parts = text.split(separator: ".", omittingEmptySubsequences: false)
      guard parts.count == 2, let seconds = Int64(parts[0]), seconds >= 0, seconds < 1_000_000_000,
        parts[1].utf8.allSatisfy({ (48...57).contains($0) })
      else { return nil }
      let digits = (String(parts[1]) + "000").prefix(3)
      return seconds * 1000 + (Int64(digits) ?? 0)
    default: return nil
    }
  }
}

/// The first line of an asciicast v3 recording.
package struct CastHeader: Hashable, Sendable {
  package var columns = 80
  package var rows = 24
  package var terminal = ""
  /// Seconds of Unix time at the start.
  package var timestamp: Int64 = 0
  package var command = ""
  package var title = ""

  package init() {}

  package var line: String {
    var term: Value = ["cols": .int(Int64(columns)), "rows": .int(Int64(rows))]
    if !terminal.isEmpty { term["type"] = .string(terminal) }
    var tree: Value = ["version": 3, "term": term]
    if timestamp > 0 { tree["timestamp"] = .int(timestamp) }
    if !command.isEmpty { tree["command"] = .string(command) }
    if !title.isEmpty { tree["title"] = .string(title) }
    return tree.json(escapingHTML: false)
  }

  init?(_ tree: Value) {
    guard tree["version"]?.int == 3, let columns = tree["term"]?["cols"]?.int,
      let rows = tree["term"]?["rows"]?.int, columns > 0, rows > 0
    else { return nil }
    self.columns = Int(clamping: columns)
    self.rows = Int(clamping: rows)
    terminal = tree["term"]?["type"]?.string ?? ""
    timestamp = tree["timestamp"]?.int ?? 0
    command = tree["command"]?.string ?? ""
    title = tree["title"]?.string ?? ""
  }
}
