import Cluster

/// How two texts differ (GNU diff's normal and `-u` forms).
struct Diff: Command {
  let name = "diff"

  private struct Hunk {
    var old: Range<Int>
    var new: Range<Int>
  }

  func run(
    _ arguments: [String], input: String, _ system: inout System
  ) throws(Halt) -> Int32 {
    let options = try Arguments(
      arguments, of: name, flags: "uqNbBwir", values: "U",
      long: ["unified": "u", "brief": "q", "new-file": "N"], status: 2)
    guard options.operands.count == 2 else {
      throw .exit(2, "diff: missing operand after '\(options.operands.last ?? "diff")'")
    }
    let texts = try Texts(options.operands, input: input, of: name, &system)
    guard !texts.hasFailed else { return 2 }
    let (old, new) = (Lines.split(texts.all[0].text), Lines.split(texts.all[1].text))
    let hunks = Self.hunks(old, new)
    if hunks.isEmpty { return 0 }
    let names = options.operands
    if options.has("q") {
      system.print("Files \(names[0]) and \(names[1]) differ")
    } else if options.has("u") || options.has("U") {
      system.print("--- \(names[0])\n+++ \(names[1])")
      system.print(unified(hunks, old, new, try options.number("U") ?? 3), terminator: "")
    } else {
      for hunk in hunks { printNormal(hunk, old, new, &system) }
    }
    return 1
  }

  private func printNormal(
    _ hunk: Hunk, _ old: [String], _ new: [String], _ system: inout System
  ) {
    func range(_ range: Range<Int>) -> String {
      if range.isEmpty { return String(range.lowerBound) }
      return range.count == 1
        ? String(range.lowerBound + 1) : "\(range.lowerBound + 1),\(range.upperBound)"
    }
    let letter = hunk.old.isEmpty ? "a" : hunk.new.isEmpty ? "d" : "c"
    system.print(range(hunk.old) + letter + range(hunk.new))
    for line in old[hunk.old] { system.print("< " + line) }
    if letter == "c" { system.print("---") }
    for line in new[hunk.new] { system.print("> " + line) }
  }

  private func unified(
    _ hunks: [Hunk], _ old: [String], _ new: [String], _ context: Int
  ) -> String {
    var result = ""
    var place = 0
    while place < hunks.count {
      var end = place
      while end + 1 < hunks.count,
        hunks[end + 1].old.lowerBound - hunks[end].old.upperBound <= 2 * context
      {
        end += 1
      }
      let from = max(0, hunks[place].old.lowerBound - context)
      let to = min(old.count, hunks[end].old.upperBound + context)
      let newFrom = hunks[place].new.lowerBound - (hunks[place].old.lowerBound - from)
      let newTo = hunks[end].new.upperBound + (to - hunks[end].old.upperBound)
      func range(_ from: Int, _ count: Int) -> String {
        count == 1 ? "\(from + 1)" : "\(count == 0 ? from : from + 1),\(count)"
      }
      result += "@@ -\(range(from, to - from)) +\(range(newFrom, newTo - newFrom)) @@\n"
      var line = from
      for hunk in hunks[place...end] {
        for text in old[line..<hunk.old.lowerBound] { result += " \(text)\n" }
        for text in old[hunk.old] { result += "-\(text)\n" }
        for text in new[hunk.new] { result += "+\(text)\n" }
        line = hunk.old.upperBound
      }
      for text in old[line..<to] { result += " \(text)\n" }
      place = end + 1
    }
    return result
  }

  /// Where the texts differ, by Swift's difference of collections (Myers).
  private static func hunks(_ old: [String], _ new: [String]) -> [Hunk] {
    let difference = new.difference(from: old)
    var removed = [Bool](repeating: false, count: old.count)
    var inserted = [Bool](repeating: false, count: new.count)
    for change in difference {
      switch change {
      case .remove(let offset, _, _): removed[offset] = true
      case .insert(let offset, _, _): inserted[offset] = true
      }
    }
    var hunks: [Hunk] = []
    var (left, right) = (0, 0)
    while left < old.count || right < new.count {
      let (start, newStart) = (left, right)
      while left < old.count, removed[left] { left += 1 }
      while right < new.count, inserted[right] { right += 1 }
      if left > start || right > newStart {
        hunks.append(Hunk(old: start..<left, new: newStart..<right))
      } else {
        left += 1
        right += 1
      }
    }
    return hunks
  }
}
