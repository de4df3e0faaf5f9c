import Tree

/// Splits a text at lines that begin with `---`, whatever they stand in, as apimachinery's `YAMLReader`.
struct DocumentSplitter {
  struct Part {
    var text: [UInt8]
    /// Counted from 1.
    var firstLine: Int
  }

  private let bytes: [UInt8]
  private var position = 0
  private var line = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func next() throws(ManifestError) -> Part? {
    var part = Part(text: [], firstLine: line + 1)
    while position < bytes.count {
      let current = takeLine()
      if current.starts(with: "---".utf8) {
        let rest = trimmingGoSpace(String(decoding: current.dropFirst(3), as: UTF8.self))
        guard rest.isEmpty || rest.hasPrefix("#") else {
          throw ManifestError(
            message: "invalid Yaml document separator: \(rest)", line: line)
        }
        if !part.text.isEmpty { return part }
      }
      if part.text.isEmpty { part.firstLine = line }
      part.text += current
    }
    return part.text.isEmpty ? nil : part
  }

  private mutating func takeLine() -> ArraySlice<UInt8> {
    let start = position
    while position < bytes.count, bytes[position] != UInt8(ascii: "\n") { position += 1 }
    if position < bytes.count { position += 1 }
    line += 1
    return bytes[start..<position]
  }
}
