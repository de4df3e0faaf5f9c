import Cluster

/// The options and operands of a program, as getopt_long sorts them.
struct Arguments {
  private(set) var options: [(letter: Character, value: String)] = []
  private(set) var operands: [String] = []

  /// Long options stand for letters; those in `values` take a value.
  init(
    _ arguments: [String], of name: String, flags: String, values: String = "",
    long: [String: Character] = [:], status: Int32 = 1
  ) throws(Halt) {
    var rest = arguments[...]
    while let word = rest.popFirst() {
      if word == "--" {
        operands += rest
        return
      }
      if word.hasPrefix("--") {
        let parts = word.dropFirst(2).split(
          separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let key = String(parts.first ?? "")
        guard let letter = long[key] else {
          throw .exit(status, "\(name): unrecognized option '--\(key)'")
        }
        let isValued = values.contains(letter)
        let value: String? = parts.count > 1 ? String(parts[1]) : isValued ? rest.popFirst() : ""
        guard let value else {
          throw .exit(status, "\(name): option '--\(key)' requires an argument")
        }
        options.append((letter, value))
        continue
      }
      guard word.hasPrefix("-"), word.count > 1 else {
        operands.append(word)
        continue
      }
      var letters = word.dropFirst()
      while let letter = letters.popFirst() {
        if values.contains(letter) {
          guard let value = letters.isEmpty ? rest.popFirst() : String(letters) else {
            throw .exit(status, "\(name): option requires an argument -- '\(letter)'")
          }
          options.append((letter, value))
          break
        }
        guard flags.contains(letter) else {
          throw .exit(status, "\(name): invalid option -- '\(letter)'")
        }
        options.append((letter, ""))
      }
    }
  }

  func has(_ letter: Character) -> Bool { options.contains { $0.letter == letter } }
  /// The last value of an option.
  subscript(letter: Character) -> String? { options.last { $0.letter == letter }?.value }
  func all(_ letter: Character) -> [String] {
    options.filter { $0.letter == letter }.map(\.value)
  }

  func number(_ letter: Character) throws(Halt) -> Int? {
    guard let text = self[letter] else { return nil }
    guard let number = Int(text) else { throw .exit(1, "invalid number: '\(text)'") }
    return number
  }
}

extension String {
  func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - unicodeScalars.count))
  }

  func leftPadded(to width: Int, with filler: Character = " ") -> String {
    String(repeating: filler, count: max(0, width - unicodeScalars.count)) + self
  }

  /// Without blanks at both ends.
  var trimmed: String {
    var scalars = unicodeScalars[...]
    while let first = scalars.first, first == " " || first == "\t" { scalars.removeFirst() }
    while let last = scalars.last, last == " " || last == "\t" { scalars.removeLast() }
    return String(scalars)
  }
}
