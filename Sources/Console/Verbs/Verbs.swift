import Cluster
import Resources

/// One word of the prompt with one meaning.
package protocol ConsoleVerb: Sendable {
  /// The word, and its short form if it has one.
  var names: [String] { get }
  /// One line for `help`.
  var summary: Text { get }
  /// How it is written, and what it does, for `help VERB`.
  var usage: Text { get }
  /// Whether it is also understood while the learner is on a machine by ssh.
  var isForPlaces: Bool { get }
  func run(_ arguments: [String], _ console: inout Console) -> Outcome
}

extension ConsoleVerb {
  var isForPlaces: Bool { true }
}

/// The verbs of the debugger, by what they are about: time, places in time, stops, looking.
package enum Verbs {
  package static let all: [any ConsoleVerb] = [
    StepVerb(), BackVerb(), FinishVerb(), ContinueVerb(), GotoVerb(), MarkVerb(), BranchesVerb(),
    BranchVerb(), UndoVerb(), RedoVerb(), BreakVerb(), WatchVerb(), UnbreakVerb(), WhyVerb(),
    DiffVerb(), WhereVerb(), InspectVerb(), MapVerb(), StopVerb(), StartVerb(), CrashVerb(),
    HangVerb(), SlowVerb(), UnplugVerb(), PlugVerb(), PartitionVerb(), HealVerb(), SSHVerb(),
    CaptureVerb(), TraceVerb(), HelpVerb(),
  ]

  /// The verb that a line begins with; words that are also programs are told apart by what follows.
  static func find(_ name: String, _ words: [String]) -> (any ConsoleVerb)? {
    guard let verb = all.first(where: { $0.names.contains(name) }) else { return nil }
    switch name {
    // `watch kubectl get pods` repeats a command, as Unix does; `diff a b` compares files.
    case "watch" where words.count > 1 && Console.shell.command(words[1]) != nil: return nil
    case "diff" where words.count > 2: return nil
    case "ssh" where words.count > 2: return nil
    default: return verb
    }
  }

  /// Every word that the prompt itself knows.
  package static var words: [String] { all.flatMap(\.names) }
}

extension Console {
  /// The message for a wrong use of a verb, with the right one.
  func misused(_ verb: any ConsoleVerb, _ problem: Text) -> Outcome {
    let hint =
      Text("Usage: ", "用法：")[language]
      + (verb.usage[language].split(separator: "\n").first.map(String.init) ?? "")
    return .refused(problem[language] + "\n" + hint)
  }
}
