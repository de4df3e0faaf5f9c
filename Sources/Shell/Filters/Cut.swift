import Cluster

/// Columns of each line.
struct Cut: IncrementalCommand {
  let name = "cut"

  private func parse(_ arguments: [String]) throws(Halt) -> Arguments {
    try Arguments(
      arguments, of: name, flags: "sn", values: "dfcb",
      long: [
        "delimiter": "d", "fields": "f", "characters": "c", "bytes": "b", "only-delimited": "s",
        "output-delimiter": "o", "complement": "C",
      ])
  }

  func run(
    _ arguments: [String], input: String, _ system: inout System
  ) throws(Halt) -> Int32 {
    let options = try parse(arguments)
    guard let list = options["f"] ?? options["c"] ?? options["b"] else {
      throw .exit(
        1,
        "cut: you must specify a list of bytes, characters, or fields\nTry 'cut --help' for more information."
      )
    }
    let ranges = try ranges(list, options)
    let delimiter = options["d"] ?? "\t"
    guard delimiter.unicodeScalars.count == 1, let mark = delimiter.unicodeScalars.first else {
      throw .exit(
        1,
        "cut: the delimiter must be a single character\nTry 'cut --help' for more information.")
    }
    let texts = try Texts(options.operands, input: input, of: name, &system)
    for line in texts.lines {
      guard options["f"] != nil else {
        var kept = String.UnicodeScalarView()
        for (place, scalar) in line.unicodeScalars.enumerated()
        where ranges.contains(where: { $0.contains(place + 1) }) { kept.append(scalar) }
        system.print(String(kept))
        continue
      }
      let fields = line.unicodeScalars.split(separator: mark, omittingEmptySubsequences: false)
      if fields.count < 2 {
        if !options.has("s") { system.print(line) }
        continue
      }
      let chosen = fields.enumerated().filter { place, _ in
        ranges.contains { $0.contains(place + 1) }
      }
      system.print(chosen.map { String($0.element) }.joined(separator: delimiter))
    }
    return texts.status
  }

  private func ranges(_ list: String, _ options: Arguments) throws(Halt) -> [ClosedRange<Int>] {
    let what = options["f"] != nil ? "field" : "byte/character"
    var ranges: [ClosedRange<Int>] = []
    for piece in list.split(whereSeparator: { $0 == "," || $0 == " " }) {
      let ends = piece.split(separator: "-", omittingEmptySubsequences: false)
      let low = ends[0].isEmpty ? 1 : Int(ends[0])
      let high = ends.count == 1 ? low : ends[1].isEmpty ? Int.max : Int(ends[1])
      guard let low, let high, ends.count <= 2, piece != "-" else {
        throw .exit(
          1, "cut: invalid \(what) value ‘\(piece)’\nTry 'cut --help' for more information.")
      }
      guard low > 0 else {
        throw .exit(
          1,
          "cut: \(what == "field" ? "fields" : "byte/character positions") are numbered from 1\nTry 'cut --help' for more information."
        )
      }
      guard low <= high else {
        throw .exit(
          1, "cut: invalid decreasing range\nTry 'cut --help' for more information.")
      }
      ranges.append(low...high)
    }
    return ranges
  }

  func progress(_ arguments: [String], input: String) -> FilterProgress? { .wantsMore }
}
