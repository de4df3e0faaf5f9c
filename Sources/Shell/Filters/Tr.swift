import Cluster

/// Letters for other letters.
struct Tr: IncrementalCommand {
  let name = "tr"

  func run(
    _ arguments: [String], input: String, _ system: inout System
  ) throws(Halt) -> Int32 {
    let options = try Arguments(
      arguments, of: name, flags: "dscC",
      long: ["delete": "d", "squeeze-repeats": "s", "complement": "c"])
    guard let first = options.operands.first else { throw .exit(1, "tr: missing operand") }
    let isComplement = options.has("c") || options.has("C")
    let from = Self.letters(first)
    let second = options.operands.dropFirst().first
    guard options.has("d") || options.has("s") || second != nil else {
      throw .exit(
        1,
        "tr: missing operand after ‘\(first)’\nTwo strings must be given when translating.\nTry 'tr --help' for more information."
      )
    }
    let to = second.map(Self.letters) ?? []
    let squeezed = options.has("s") ? (second == nil ? from : to) : []
    let squeezesComplement = second == nil && isComplement
    var result = String.UnicodeScalarView()
    for scalar in input.unicodeScalars {
      let place = from.lastIndex(of: scalar)
      let isChosen = (place != nil) != isComplement
      var letter = scalar
      if isChosen {
        if options.has("d") { continue }
        if let last = to.last {
          letter = isComplement ? last : place.map { $0 < to.count ? to[$0] : last } ?? last
        }
      }
      if options.has("s"), result.last == letter, squeezed.contains(letter) != squeezesComplement {
        continue
      }
      result.append(letter)
    }
    system.print(String(result), terminator: "")
    return 0
  }

  /// `a-z`, `[:upper:]`, `\n`.
  private static func letters(_ text: String) -> [Unicode.Scalar] {
    var scalars: [Unicode.Scalar] = []
    let source = Array(Escapes.decode(text, octalNeedsZero: false).text.unicodeScalars)
    var place = 0
    while place < source.count {
      if source[place] == "[", place + 1 < source.count, source[place + 1] == ":",
        let end = source[(place + 2)...].firstIndex(of: ":"), end + 1 < source.count,
        source[end + 1] == "]",
        let ranges = CharacterClass.named(
          String(String.UnicodeScalarView(source[(place + 2)..<end])))
      {
        for range in ranges { scalars += Self.all(range) }
        place = end + 2
      } else if place + 2 < source.count, source[place + 1] == "-",
        source[place] <= source[place + 2]
      {
        scalars += all(source[place]...source[place + 2])
        place += 3
      } else {
        scalars.append(source[place])
        place += 1
      }
    }
    return scalars
  }

  private static func all(_ range: ClosedRange<Unicode.Scalar>) -> [Unicode.Scalar] {
    (range.lowerBound.value...min(range.upperBound.value, range.lowerBound.value + 70_000))
      .compactMap(Unicode.Scalar.init)
  }

  func progress(_ arguments: [String], input: String) -> FilterProgress? { .wantsMore }
}
