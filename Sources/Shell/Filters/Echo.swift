import Cluster

/// Words with blanks between them, as busybox's and bash's echo.
struct Echo: Command {
  let name = "echo"

  func run(
    _ arguments: [String], input: String, _ system: inout System
  ) throws(Halt) -> Int32 {
    var words = arguments[...]
    var endsLine = true
    var escapes = false
    while let word = words.first, word.count > 1, word.hasPrefix("-"),
      word.dropFirst().allSatisfy({ "neE".contains($0) })
    {
      words.removeFirst()
      for letter in word.dropFirst() {
        switch letter {
        case "n": endsLine = false
        case "e": escapes = true
        default: escapes = false
        }
      }
    }
    var text = words.joined(separator: " ")
    if escapes {
      let (decoded, isCut) = Escapes.decode(text, octalNeedsZero: true)
      text = decoded
      if isCut { endsLine = false }
    }
    system.print(text, terminator: endsLine ? "\n" : "")
    return 0
  }
}

/// Backslash sequences of echo and printf.
enum Escapes {
  /// The flag tells that `\c` ended the output.
  static func decode(_ text: String, octalNeedsZero: Bool) -> (text: String, isCut: Bool) {
    var bytes: [UInt8] = []
    let source = Array(text.utf8)
    var place = 0
    while place < source.count {
      guard source[place] == UInt8(ascii: "\\"), place + 1 < source.count else {
        bytes.append(source[place])
        place += 1
        continue
      }
      let letter = source[place + 1]
      place += 2
      switch letter {
      case UInt8(ascii: "n"): bytes.append(10)
      case UInt8(ascii: "t"): bytes.append(9)
      case UInt8(ascii: "r"): bytes.append(13)
      case UInt8(ascii: "a"): bytes.append(7)
      case UInt8(ascii: "b"): bytes.append(8)
      case UInt8(ascii: "f"): bytes.append(12)
      case UInt8(ascii: "v"): bytes.append(11)
      case UInt8(ascii: "e"): bytes.append(27)
      case UInt8(ascii: "\\"): bytes.append(letter)
      case UInt8(ascii: "\""): bytes.append(letter)
      case UInt8(ascii: "c"): return (String(decoding: bytes, as: UTF8.self), true)
      case UInt8(ascii: "x"):
        guard let value = number(source, &place, radix: 16, digits: 2) else {
          bytes += [UInt8(ascii: "\\"), letter]
          continue
        }
        bytes.append(value)
      case UInt8(ascii: "0")...UInt8(ascii: "7")
      where !octalNeedsZero || letter == UInt8(ascii: "0"):
        if !octalNeedsZero { place -= 1 }
        bytes.append(number(source, &place, radix: 8, digits: 3) ?? 0)
      default: bytes += [UInt8(ascii: "\\"), letter]
      }
    }
    return (String(decoding: bytes, as: UTF8.self), false)
  }

  private static func number(
    _ source: [UInt8], _ place: inout Int, radix: Int, digits: Int
  ) -> UInt8? {
    var value = 0
    var count = 0
    while count < digits, place < source.count,
      let digit = Character(Unicode.Scalar(source[place])).hexDigitValue, digit < radix
    {
      value = value * radix + digit
      place += 1
      count += 1
    }
    return count == 0 ? nil : UInt8(truncatingIfNeeded: value)
  }
}
