/// Reads short options as getopt(3) does: clusters, values joined or in the next word, options after operands.
struct Options: Sendable {
  private(set) var flags: [(letter: Character, value: String?)] = []
  private(set) var operands: [String] = []
  /// What getopt would complain about.
  private(set) var problem: String?

  /// `template` is getopt's: a colon after a letter that takes a value.
  init(_ arguments: some Sequence<String>, _ template: String) {
    var known: [Character: Bool] = [:]
    let letters = Array(template)
    for (place, letter) in letters.enumerated() where letter != ":" {
      known[letter] = place + 1 < letters.count && letters[place + 1] == ":"
    }
    var words = Array(arguments)[...]
    while let word = words.popFirst() {
      if word == "--" {
        operands += words
        break
      }
      guard word.hasPrefix("-"), word.count > 1 else {
        operands.append(word)
        continue
      }
      var rest = Array(word.dropFirst())[...]
      while let letter = rest.popFirst() {
        guard let takesValue = known[letter] else {
          problem = problem ?? "invalid option -- '\(letter)'"
          continue
        }
        guard takesValue else {
          flags.append((letter, nil))
          continue
        }
        if rest.isEmpty {
          guard let value = words.popFirst() else {
            problem = problem ?? "option requires an argument -- '\(letter)'"
            break
          }
          flags.append((letter, value))
        } else {
          flags.append((letter, String(rest)))
          rest = []
        }
      }
    }
  }

  func has(_ letter: Character) -> Bool { flags.contains { $0.letter == letter } }
  func value(_ letter: Character) -> String? { flags.last { $0.letter == letter }?.value ?? nil }
  func number(_ letter: Character) -> Int? { value(letter).flatMap { Int($0) } }
  /// Seconds with a fraction, in microseconds.
  func microseconds(_ letter: Character) -> Int64? { value(letter).flatMap(parseSeconds) }
}

/// `0.3` as 300,000 microseconds.
func parseSeconds(_ text: String) -> Int64? {
  let parts = text.split(separator: ".", omittingEmptySubsequences: false)
  guard (1...2).contains(parts.count), let whole = Int64(parts[0].isEmpty ? "0" : parts[0]),
    whole >= 0, whole < 1_000_000_000
  else { return nil }
  guard parts.count == 2 else { return whole * 1_000_000 }
  let digits = parts[1].prefix(6)
  guard digits.allSatisfy({ $0.isNumber && $0.isASCII }) else { return nil }
  let padded = digits + String(repeating: "0", count: 6 - digits.count)
  return (Int64(padded) ?? 0) + whole * 1_000_000
}

/// A number with its last three digits behind the point: 1234 is `1.234`.
func thousandths(_ number: Int64) -> String {
  let rest = String(number % 1000)
  return "\(number / 1000)." + String(repeating: "0", count: 3 - rest.count) + rest
}

func padded(_ text: String, _ width: Int) -> String {
  text.count >= width ? text : text + String(repeating: " ", count: width - text.count)
}
func leftPadded(_ text: String, _ width: Int) -> String {
  text.count >= width ? text : String(repeating: " ", count: width - text.count) + text
}
