import Cluster

/// Counts of lines, words and bytes.
struct Wc: Command {
  let name = "wc"

  func run(
    _ arguments: [String], input: String, _ system: inout System
  ) throws(Halt) -> Int32 {
    let options = try Arguments(
      arguments, of: name, flags: "lwcmL",
      long: ["lines": "l", "words": "w", "bytes": "c", "chars": "m", "max-line-length": "L"])
    let texts = try Texts(options.operands, input: input, of: name, &system)
    var rows: [(counts: [Int], name: String)] = texts.all.map { file, text in
      (counts(of: text, options), options.operands.isEmpty ? "" : file)
    }
    if options.operands.count > 1 {
      var total = rows.first.map { $0.counts.map { _ in 0 } } ?? []
      for row in rows { for (place, count) in row.counts.enumerated() { total[place] += count } }
      rows.append((total, "total"))
    }
    let size = texts.all.map { $0.text.utf8.count }.reduce(0, +)
    var width = String(rows.flatMap(\.counts).max() ?? 0).count
    if rows.first?.counts.count ?? 0 > 1 {
      width = options.operands.isEmpty ? 7 : max(width, String(size).count)
    } else if rows.count == 1 {
      width = 1
    } else {
      width = max(width, String(size).count)
    }
    for row in rows {
      let cells = row.counts.map { String($0).leftPadded(to: width) }.joined(separator: " ")
      system.print(row.name.isEmpty ? cells : cells + " " + row.name)
    }
    return texts.status
  }

  private func counts(of text: String, _ options: Arguments) -> [Int] {
    let words = text.utf8.split { $0 == 32 || (9...13).contains($0) }.count
    let lines = text.utf8.lazy.filter { $0 == 10 }.count
    let widest = Lines.split(text).map { $0.unicodeScalars.count }.max() ?? 0
    let all: [(Character, Int)] = [
      ("l", lines), ("w", words), ("m", text.unicodeScalars.count), ("c", text.utf8.count),
      ("L", widest),
    ]
    let chosen = all.filter { options.has($0.0) }
    return chosen.isEmpty ? [lines, words, text.utf8.count] : chosen.map(\.1)
  }
}
