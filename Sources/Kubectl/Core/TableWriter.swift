/// Columns as wide as their widest cell and three spaces, as kubectl's tables; the last has no padding.
package enum TableWriter {
  package static func text(_ rows: [[String]], padding: Int = 3, minimum: Int = 6) -> String {
    var table = RememberedTable(padding: padding, minimum: minimum)
    return table.text(rows)
  }
}

/// A table that is written bit by bit and never gets narrower (liggitt/tabwriter's `RememberWidths`).
package struct RememberedTable: Sendable {
  private let padding: Int
  private let minimum: Int
  private var widths: [Int] = []

  package init(padding: Int = 3, minimum: Int = 6) {
    self.padding = padding
    self.minimum = minimum
  }

  package mutating func text(_ rows: [[String]]) -> String {
    for row in rows {
      for (place, cell) in row.enumerated() {
        let width = max(minimum, cell.unicodeScalars.count + padding)
        if place < widths.count {
          widths[place] = max(widths[place], width)
        } else {
          widths.append(width)
        }
      }
    }
    var text = ""
    for row in rows {
      for (place, cell) in row.enumerated() {
        text += cell
        if place + 1 < row.count {
          text += String(repeating: " ", count: widths[place] - cell.unicodeScalars.count)
        }
      }
      text += "\n"
    }
    return text
  }
}
