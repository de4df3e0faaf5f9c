/// Columns as wide as their widest cell and three spaces, as kubectl's tables; the last has no padding.
package enum TableWriter {
  package static func text(_ rows: [[String]], padding: Int = 3) -> String {
    var widths: [Int] = []
    for row in rows {
      for (place, cell) in row.enumerated() {
        let width = cell.unicodeScalars.count
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
          text += String(
            repeating: " ", count: widths[place] + padding - cell.unicodeScalars.count)
        }
      }
      text += "\n"
    }
    return text
  }
}
