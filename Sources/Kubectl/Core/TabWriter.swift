/// Go's `text/tabwriter` without flags: a column is a run of lines that have a cell there, ended by a tab.
struct TabWriter {
  private let minimum: Int
  private let padding: Int
  private var lines: [[Substring]] = []
  private var widths: [Int] = []
  private var output = ""

  /// Lays a text out; cells end at tabs, and a form feed ends all columns.
  static func text(_ text: String, minimum: Int = 0, padding: Int = 2) -> String {
    var output = ""
    for part in text.split(separator: "\u{0C}", omittingEmptySubsequences: false) {
      var writer = TabWriter(minimum: minimum, padding: padding)
      var lines = part.split(separator: "\n", omittingEmptySubsequences: false)
      let isBroken = lines.last?.isEmpty == false
      if !isBroken { lines.removeLast() }
      writer.lines = lines.map { $0.split(separator: "\t", omittingEmptySubsequences: false) }
      writer.format(0, writer.lines.count)
      if isBroken { writer.output.removeLast() }
      output += writer.output
    }
    return output
  }

  private init(minimum: Int, padding: Int) {
    self.minimum = minimum
    self.padding = padding
  }

  private mutating func format(_ start: Int, _ end: Int) {
    var unwritten = start
    var line = start
    let column = widths.count
    while line < end {
      guard column < lines[line].count - 1 else {
        line += 1
        continue
      }
      write(unwritten, line)
      unwritten = line
      var width = minimum
      while line < end, column < lines[line].count - 1 {
        width = max(width, lines[line][column].unicodeScalars.count + padding)
        line += 1
      }
      widths.append(width)
      format(unwritten, line)
      widths.removeLast()
      unwritten = line
    }
    write(unwritten, end)
  }

  private mutating func write(_ start: Int, _ end: Int) {
    for line in lines[start..<max(start, end)] {
      for (place, cell) in line.enumerated() {
        output += cell
        if place < line.count - 1, place < widths.count {
          output += String(repeating: " ", count: widths[place] - cell.unicodeScalars.count)
        }
      }
      output += "\n"
    }
  }
}
