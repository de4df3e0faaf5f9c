import Cluster

/// Neighbouring lines that are equal, once.
struct Uniq: Command {
  let name = "uniq"

  func run(
    _ arguments: [String], input: String, _ system: inout System
  ) throws(Halt) -> Int32 {
    let options = try Arguments(
      arguments, of: name, flags: "cdui", values: "fs",
      long: ["count": "c", "repeated": "d", "unique": "u", "ignore-case": "i", "skip-fields": "f"])
    let texts = try Texts(Array(options.operands.prefix(1)), input: input, of: name, &system)
    let skipped = try options.number("f") ?? 0
    func key(_ line: String) -> String {
      var scalars = line.unicodeScalars[...]
      for _ in 0..<max(0, skipped) {
        scalars = scalars.drop { $0 == " " || $0 == "\t" }
        scalars = scalars.drop { $0 != " " && $0 != "\t" }
      }
      return options.has("i") ? String(scalars).lowercased() : String(scalars)
    }
    var groups: [(line: String, key: String, count: Int)] = []
    for line in texts.lines {
      let key = key(line)
      if groups.last?.key == key {
        groups[groups.count - 1].count += 1
      } else {
        groups.append((line, key, 1))
      }
    }
    for group in groups {
      if options.has("d"), group.count == 1 { continue }
      if options.has("u"), group.count > 1 { continue }
      let prefix = options.has("c") ? String(group.count).leftPadded(to: 7) + " " : ""
      system.print(prefix + group.line)
    }
    return texts.status
  }
}
