import ArgumentParser
import Glibc
import Terminal

/// kubestep: a tutor that stops the machine so that you can look inside.
struct Kubestep: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "kubestep",
    abstract: "Learn Docker and Kubernetes by stopping the machine and looking inside.",
    discussion: """
      Without a subcommand, on a terminal, it opens the course.

      Examples:
        kubestep learn selectors
        kubestep sandbox
        kubestep sandbox -c 'kubectl create deployment web --image=nginx' -c 'kubectl get pods'
      """,
    version: "kubestep \(engineVersion)",
    subcommands: [
      LearnCommand.self, LessonsCommand.self, SandboxCommand.self, WorldsCommand.self,
      PlayCommand.self, GradeCommand.self, CheckCommand.self, QuizCommand.self,
      TranscriptCommand.self, SignCommand.self, OracleCommand.self, BenchCommand.self,
      FuzzCommand.self,
    ],
    defaultSubcommand: LearnCommand.self)
}

@main
enum Main {
  /// What lives until the process ends: to take a world of 150,000 pods apart lasts seconds, and nobody needs it done.
  @MainActor private static var kept: [Any] = []

  @MainActor static func keep(_ thing: Any) { kept.append(thing) }

  @MainActor static func main() {
    Output.ignoreBrokenPipes()
    do {
      var command = try Kubestep.parseAsRoot()
      try command.run()
    } catch let leave as Leave {
      if !leave.message.isEmpty { Output.message(leave.message + "\n") }
      exit(leave.status)
    } catch {
      let code = Kubestep.exitCode(for: error)
      let text = Kubestep.fullMessage(for: error)
      if code == .success {
        Output.write(text.isEmpty ? "" : text + "\n")
        exit(0)
      }
      if !text.isEmpty { Output.message(text + "\n") }
      // What the argument parser calls 64 is 2 here: a wrong use.
      exit(code.rawValue == 64 ? 2 : code.rawValue)
    }
  }
}

/// Ends the program with a message on standard error and a status.
struct Leave: Error {
  let status: Int32
  var message = ""
}
