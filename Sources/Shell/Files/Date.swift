import Cluster
import Simulation
import Tree

/// The world's time, which is UTC.
struct Date: Command {
  let name = "date"

  private static let days = [
    "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday",
  ]
  private static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
  ]

  func run(
    _ arguments: [String], input: String, _ system: inout System
  ) throws(Halt) -> Int32 {
    var format = "%a %b %e %H:%M:%S UTC %Y"
    let now = system.now()
    var seconds = now.unixSeconds
    var rest = arguments[...]
    while let word = rest.popFirst() {
      switch word {
      case "-u", "--utc", "--universal": break
      case "-R": format = "%a, %d %b %Y %H:%M:%S +0000"
      case "-Iseconds", "-Is", "--iso-8601=seconds": format = "%Y-%m-%dT%H:%M:%S+00:00"
      case "-I", "--iso-8601": format = "%Y-%m-%d"
      case "-d", "--date":
        let text = rest.popFirst() ?? ""
        guard text.hasPrefix("@"), let number = Int64(text.dropFirst()) else {
          if text == "now" { break }
          throw .exit(1, "date: invalid date ‘\(text)’")
        }
        guard number.magnitude < 1 << 38 else { throw .exit(1, "date: invalid date ‘\(text)’") }
        seconds = number
      default:
        if word.hasPrefix("+") {
          format = String(word.dropFirst())
        } else if word.hasPrefix("-") {
          throw .exit(1, "date: invalid option -- '\(word.dropFirst())'")
        } else {
          throw .exit(1, "date: invalid date ‘\(word)’")
        }
      }
    }
    let micro = now.microseconds % 1_000_000
    system.print(Self.text(format, seconds, microseconds: micro))
    return 0
  }

  static func text(_ format: String, _ seconds: Int64, microseconds: Int64) -> String {
    let time = CivilTime(unixSeconds: seconds)
    var result = ""
    var rest = format.unicodeScalars[...]
    func two(_ number: Int, _ filler: Character = "0") -> String {
      String(number).leftPadded(to: 2, with: filler)
    }
    while let scalar = rest.popFirst() {
      guard scalar == "%", var letter = rest.popFirst() else {
        result.unicodeScalars.append(scalar)
        continue
      }
      var digits: Int?
      if letter == "-", let next = rest.popFirst() {
        let text = Self.text("%\(next)", seconds, microseconds: microseconds)
        result += text.count > 1 && text.hasPrefix("0") ? String(text.dropFirst()) : text
        continue
      }
      if isDigit(letter), rest.first == "N" {
        digits = Int(letter.value - 48)
        letter = rest.removeFirst()
      }
      switch letter {
      case "Y": result += String(time.year)
      case "y": result += two(time.year % 100)
      case "m": result += two(time.month)
      case "d": result += two(time.day)
      case "e": result += two(time.day, " ")
      case "H": result += two(time.hour)
      case "I": result += two((time.hour + 11) % 12 + 1)
      case "M": result += two(time.minute)
      case "S": result += two(time.second)
      case "p": result += time.hour < 12 ? "AM" : "PM"
      case "A": result += days[time.weekday]
      case "a": result += days[time.weekday].prefix(3)
      case "B": result += months[time.month - 1]
      case "b", "h": result += months[time.month - 1].prefix(3)
      case "u": result += String(time.weekday == 0 ? 7 : time.weekday)
      case "w": result += String(time.weekday)
      case "j":
        let first = CivilTime(year: time.year, month: 1, day: 1).unixSeconds
        result += String((seconds - first) / 86_400 + 1).leftPadded(to: 3, with: "0")
      case "s": result += String(seconds)
      case "N":
        result += String(
          (String(microseconds).leftPadded(to: 6, with: "0") + "000").prefix(digits ?? 9))
      case "F": result += text("%Y-%m-%d", seconds, microseconds: microseconds)
      case "T": result += text("%H:%M:%S", seconds, microseconds: microseconds)
      case "R": result += text("%H:%M", seconds, microseconds: microseconds)
      case "D": result += text("%m/%d/%y", seconds, microseconds: microseconds)
      case "c": result += text("%a %b %e %H:%M:%S %Y", seconds, microseconds: microseconds)
      case "Z": result += "UTC"
      case "z": result += "+0000"
      case "n": result += "\n"
      case "t": result += "\t"
      case "%": result += "%"
      default:
        result += "%"
        result.unicodeScalars.append(letter)
      }
    }
    return result
  }
}
