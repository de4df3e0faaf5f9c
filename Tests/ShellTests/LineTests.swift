import Cluster
import Shell
import Testing

@Suite struct LineTests {
  /// Every line of the fixture was answered by dash 0.5.12 and the GNU tools of Debian 12.
  @Test func answersAsTheRealTools() throws {
    var wrong: [String] = []
    var fresh = Bench()
    _ = fresh.run("mkdir /w; cd /w")
    for recorded in try Recorded.all("lines.txt") {
      var bench = fresh
      let got = bench.run(recorded.line)
      if got.out != recorded.out || got.exit != recorded.exit {
        wrong.append(
          "\(recorded.line)\n  wanted \(recorded.exit) \(recorded.out.debugDescription)\n  got    \(got.exit) \(got.out.debugDescription) \(got.err.debugDescription)"
        )
      }
      if !recorded.error.isEmpty, got.err != recorded.error + "\n" {
        wrong.append("\(recorded.line)\n  wanted \(recorded.error)\n  got    \(got.err)")
      }
    }
    #expect(wrong.isEmpty, "\(wrong.joined(separator: "\n"))")
  }

  @Test(arguments: [
    ("echo a", true), ("echo 'a", false), ("echo \"a", false), ("echo a \\", false),
    ("cat <<EOF", false), ("cat <<EOF\na", false), ("cat <<EOF\na\nEOF", true), ("a |", false),
    ("a &&", false), ("echo $(ls", false), ("echo ${a", false), ("( a", false), ("{ a", false),
    ("for i in a; do", false), ("fi", true), ("echo )", true), ("", true), ("echo '\\'", true),
    ("echo `a", false), ("echo a \\\n", false), ("echo a \\\nb", true), ("if a; then b; fi", true),
  ])
  func knowsWhetherALineIsComplete(_ text: String, _ isComplete: Bool) {
    #expect(Shell.isComplete(text) == isComplete)
  }

  @Test func findsTheNearestName() {
    let shell = Shell(commands: [], verbs: ["kubectl"])
    #expect(shell.nearest(to: "grpe") == "grep")
    #expect(shell.nearest(to: "kubeclt") == "kubectl")
    #expect(shell.nearest(to: "xyzzyxyzzy") == nil)
  }

  @Test func splitsForCompletion() {
    let plain = Shell.words(of: "kubectl get po", cursor: 14)
    #expect(plain.preceding == ["kubectl", "get"])
    #expect(plain.current == "po")
    #expect(plain.start == 12)
    let piped = Shell.words(of: "kubectl get pods | gre", cursor: 22)
    #expect(piped.preceding.isEmpty && piped.current == "gre")
    let quoted = Shell.words(of: "echo 'a b", cursor: 9)
    #expect(quoted.current == "a b" && quoted.quote == "'")
    let next = Shell.words(of: "echo a ", cursor: 7)
    #expect(next.preceding == ["echo", "a"] && next.current.isEmpty && next.start == 7)
  }

  @Test func thePromptRefusesLoops() {
    var bench = Bench()
    let loop = bench.run("for i in a; do echo $i; done", at: .workstation)
    #expect(loop.exit == 2 && loop.err.contains("`for`") && loop.out.isEmpty)
    #expect(bench.run("echo $(while true; do :; done)", at: .workstation).exit == 2)
  }

  @Test func remembersBetweenLines() {
    var bench = Bench()
    _ = bench.run("x=5; mkdir a; cd a; echo hi > f", at: .workstation)
    #expect(bench.run("echo $x; pwd; cat f", at: .workstation).out == "5\n/home/learner/a\nhi\n")
    #expect(bench.run("false", at: .workstation).exit == 1)
    #expect(bench.run("echo $?", at: .workstation).out == "1\n")
  }

  @Test func jobsRunBesideThePrompt() {
    var bench = Bench()
    _ = bench.run("sleep 5 && echo done &", at: .workstation)
    #expect(bench.run("jobs", at: .workstation).out.contains("Running"))
    #expect(bench.run("fg", at: .workstation).out.hasSuffix("done\n"))
  }
}
