/// What stands between square brackets: single characters, ranges and named classes.
struct CharacterClass: Hashable, Sendable {
  private(set) var ranges: [ClosedRange<Unicode.Scalar>] = []
  var isNegated = false

  init(_ ranges: [ClosedRange<Unicode.Scalar>] = [], negated: Bool = false) {
    self.ranges = ranges
    isNegated = negated
  }

  func contains(_ scalar: Unicode.Scalar) -> Bool {
    ranges.contains { $0.contains(scalar) } != isNegated
  }

  mutating func add(_ scalar: Unicode.Scalar) { ranges.append(scalar...scalar) }
  mutating func add(_ range: ClosedRange<Unicode.Scalar>) { ranges.append(range) }

  /// Lets letters stand for both their cases.
  func foldingCase() -> CharacterClass {
    var result = self
    for range in ranges {
      for (letters, distance) in [(UInt32(97)...122, -32), (UInt32(65)...90, 32)] {
        let low = max(range.lowerBound.value, letters.lowerBound)
        let high = min(range.upperBound.value, letters.upperBound)
        guard low <= high, let first = Unicode.Scalar(UInt32(Int(low) + distance)),
          let last = Unicode.Scalar(UInt32(Int(high) + distance))
        else { continue }
        result.add(first...last)
      }
    }
    return result
  }

  static func named(_ name: String) -> [ClosedRange<Unicode.Scalar>]? {
    switch name {
    case "alpha": ["a"..."z", "A"..."Z"]
    case "digit": ["0"..."9"]
    case "alnum": ["a"..."z", "A"..."Z", "0"..."9"]
    case "upper": ["A"..."Z"]
    case "lower": ["a"..."z"]
    case "space": [" "..." ", "\t"..."\r"]
    case "blank": [" "..." ", "\t"..."\t"]
    case "punct": ["!"..."/", ":"..."@", "["..."`", "{"..."~"]
    case "xdigit": ["0"..."9", "a"..."f", "A"..."F"]
    case "print": [" "..."~"]
    case "graph": ["!"..."~"]
    case "cntrl": ["\0"..."\u{1F}", "\u{7F}"..."\u{7F}"]
    default: nil
    }
  }

  /// Letters, digits and the underscore.
  static let word = CharacterClass(["a"..."z", "A"..."Z", "0"..."9", "_"..."_"])
  static let space = CharacterClass([" "..." ", "\t"..."\r"])

  /// Reads from behind the opening bracket; gives back where the text goes on behind the closing one.
  static func parse(
    _ text: [Unicode.Scalar], at start: Int, negation: String
  ) -> (set: CharacterClass, end: Int)? {
    var set = CharacterClass()
    var place = start
    if place < text.count, negation.unicodeScalars.contains(text[place]) {
      set.isNegated = true
      place += 1
    }
    var isFirst = true
    while place < text.count, text[place] != "]" || isFirst {
      isFirst = false
      if text[place] == "[", place + 1 < text.count, text[place + 1] == ":" {
        var name = ""
        var end = place + 2
        while end < text.count, text[end] != ":" {
          name.unicodeScalars.append(text[end])
          end += 1
        }
        if end + 1 < text.count, text[end + 1] == "]", let ranges = named(name) {
          set.ranges += ranges
          place = end + 2
          continue
        }
      }
      let low = text[place]
      if place + 2 < text.count, text[place + 1] == "-", text[place + 2] != "]" {
        if low <= text[place + 2] { set.add(low...text[place + 2]) }
        place += 3
      } else {
        set.add(low)
        place += 1
      }
    }
    guard place < text.count else { return nil }
    return (set, place + 1)
  }
}
