import Cluster

/// `test` and `[`: conditions (POSIX.1-2017, test).
struct Test: Command {
  let name: String

  func run(
    _ arguments: [String], input: String, _ system: inout System
  ) throws(Halt) -> Int32 {
    var words = arguments[...]
    if name == "[" {
      guard words.popLast() == "]" else { throw .exit(2, "[: missing ]") }
    }
    if words.isEmpty { return 1 }
    var depth = 0
    let result = try or(&words, &depth, &system)
    guard words.isEmpty else {
      throw .exit(2, "\(name): \(words.first ?? ""): unexpected operator")
    }
    return result ? 0 : 1
  }

  private func or(
    _ words: inout ArraySlice<String>, _ depth: inout Int, _ system: inout System
  ) throws(Halt) -> Bool {
    var result = try and(&words, &depth, &system)
    while words.first == "-o" {
      words.removeFirst()
      let right = try and(&words, &depth, &system)
      result = result || right
    }
    return result
  }

  private func and(
    _ words: inout ArraySlice<String>, _ depth: inout Int, _ system: inout System
  ) throws(Halt) -> Bool {
    var result = try primary(&words, &depth, &system)
    while words.first == "-a" {
      words.removeFirst()
      let right = try primary(&words, &depth, &system)
      result = result && right
    }
    return result
  }

  private static let binaries = [
    "=", "==", "!=", "-eq", "-ne", "-lt", "-le", "-gt", "-ge", "<", ">", "-nt", "-ot",
  ]

  private func primary(
    _ words: inout ArraySlice<String>, _ depth: inout Int, _ system: inout System
  ) throws(Halt) -> Bool {
    depth += 1
    guard depth < 200 else { throw .exit(2, "\(name): too many arguments") }
    guard let first = words.popFirst() else { throw .exit(2, "\(name): argument expected") }
    if let sign = words.first, Self.binaries.contains(sign), words.count > 1 {
      words.removeFirst()
      return try compare(first, sign, words.removeFirst())
    }
    if first == "!", !words.isEmpty { return try !primary(&words, &depth, &system) }
    if first == "(", words.count > 1 {
      let result = try or(&words, &depth, &system)
      guard words.popFirst() == ")" else { throw .exit(2, "\(name): closing paren expected") }
      return result
    }
    guard first.count == 2, first.hasPrefix("-"), let word = words.first else {
      return !first.isEmpty
    }
    switch first {
    case "-n":
      words.removeFirst()
      return !word.isEmpty
    case "-z":
      words.removeFirst()
      return word.isEmpty
    case "-e", "-f", "-d", "-s", "-r", "-w", "-x", "-L", "-h":
      words.removeFirst()
      return try file(first, word, &system)
    case "-t":
      words.removeFirst()
      return system.context.isTerminal
    default: return !first.isEmpty
    }
  }

  private func file(
    _ sign: String, _ path: String, _ system: inout System
  ) throws(Halt) -> Bool {
    if path.isEmpty { return false }
    switch try system.find(path) {
    case .missing: return false
    case .folder: return sign != "-f" && sign != "-L" && sign != "-h"
    case .text(let text):
      switch sign {
      case "-d", "-L", "-h", "-x": return false
      case "-s": return !text.isEmpty
      case "-w": return !system.isReadOnly(path)
      default: return true
      }
    }
  }

  private func compare(_ left: String, _ sign: String, _ right: String) throws(Halt) -> Bool {
    switch sign {
    case "=", "==": return left == right
    case "!=": return left != right
    case "<": return left.precedes(right)
    case ">": return right.precedes(left)
    case "-nt", "-ot": return false
    default: break
    }
    guard let first = Int64(left.trimmed) else {
      throw .exit(2, "\(name): Illegal number: \(left)")
    }
    guard let second = Int64(right.trimmed) else {
      throw .exit(2, "\(name): Illegal number: \(right)")
    }
    switch sign {
    case "-eq": return first == second
    case "-ne": return first != second
    case "-lt": return first < second
    case "-le": return first <= second
    case "-gt": return first > second
    default: return first >= second
    }
  }
}
