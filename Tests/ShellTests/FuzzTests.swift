import Cluster
import Shell
import Simulation
import Testing

@Suite struct FuzzTests {
  private static let pieces = [
    "echo", " ", " ", "a", "$x", "\"", "'", "\\", "|", ";", "&&", "||", "&", "(", ")", "{ ", " }",
    "$(", "`", "${x:-", "}", "$((", "))", "<<E", "\n", "E\n", ">f", "2>&1", "<f", "if ", "then ",
    "fi", "while ", "do ", "done", "for i in ", "case a in ", "esac", "grep ", "-E ", "[a-z]", "*",
    "sed ", "s/a/b/g", "awk ", "{print $1}", "sort ", "-k2 ", "head ", "-n ", "3", "x=1 ", "é", "!",
    "test ", "[ ", " ] ", "printf ", "%s%d", "seq 3", "cut -c1-", "tr a-z A-Z", "xargs ", "~", "#",
    "true", "false", "break", "exit 3", "f(){ ", "read x", "set -e", "wc", "uniq -c", "a\\{2,3\\}",
  ]

  /// Any text ends: no crash, no endless run.
  @Test func anyLineEnds() throws {
    var random = Random(seed: 11)
    let known = try Recorded.all("lines.txt").map(\.line)
    var fresh = Bench()
    _ = fresh.run("mkdir /w; cd /w")
    for round in 0..<20_000 {
      var line = ""
      if round % 2 == 0 {
        for _ in 0..<Int(random.next() % 14 + 1) {
          line += Self.pieces[Int(random.next() % UInt64(Self.pieces.count))]
        }
      } else {
        var scalars = Array(known[Int(random.next() % UInt64(known.count))].unicodeScalars)
        for _ in 0..<Int(random.next() % 4 + 1) where !scalars.isEmpty {
          let place = Int(random.next() % UInt64(scalars.count))
          switch random.next() % 3 {
          case 0: scalars.remove(at: place)
          case 1: scalars.insert(scalars[Int(random.next() % UInt64(scalars.count))], at: place)
          default: scalars.swapAt(place, scalars.count - 1)
          }
        }
        line = String(String.UnicodeScalarView(scalars))
      }
      _ = Shell.isComplete(line)
      _ = Shell.words(of: line, cursor: line.unicodeScalars.count)
      if round % 10 < 2 {
        var bench = fresh
        _ = bench.run(line, limit: 20)
      }
    }
  }
}
