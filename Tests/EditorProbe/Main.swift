import Glibc
import Terminal

/// A small loop over the terminal layer, for its tests on a pseudo-terminal.
@main @MainActor struct EditorProbe {
  static let words = ["kubectl ", "kubectl-debug", "kubelet", "节点一", "节点二", "data/", "--output="]

  static func main() {
    Output.ignoreBrokenPipes()
    let profile = TerminalProfile.current()
    let prompt = getenv("PROBE_PROMPT").map { String(cString: $0) } ?? "> "
    let source = standardLineSource(
      profile: profile, history: getenv("PROBE_HISTORY").map { String(cString: $0) },
      complete: complete)
    if getenv("PROBE_INTERRUPTS") != nil { Interrupts.install() }
    while true {
      switch source.readLine(prompt: profile.styled(prompt, .green)) {
      case .line("quit"): return Output.write("bye\n")
      case .line("wait"): wait()
      case .line("trap"): fatalError("asked for")
      case .line("size"): Output.write("<\(profile.columns)x\(profile.rows)>\n")
      case .line("work"): work(profile)
      case .line(let line): Output.write("<\(line)>\n")
      case .interrupted: if !source.isInteractive { Output.write("interrupted\n") }
      case .endOfInput: return Output.write("end\n")
      }
    }
  }

  static func complete(line: String, cursor: Int) -> [Completion] {
    let before = String(decoding: line.utf8.prefix(cursor), as: UTF8.self)
    let word = before.split(separator: " ", omittingEmptySubsequences: false).last ?? ""
    return words.map { $0.filter { $0 != " " } }.filter { $0.hasPrefix(word) }.map {
      Completion($0)
    }
  }

  /// A command that runs until Ctrl-C.
  static func wait() {
    Output.write("waiting\n")
    while !Interrupts.take() { usleep(2000) }
    Output.write("stopped\n")
  }

  static func work(_ profile: TerminalProfile) {
    var progress = Progress(profile: profile)
    for step in 0..<90 {
      progress.report("step \(step)")
      usleep(10_000)
    }
    progress.finish()
    Output.write("worked\n")
  }
}
