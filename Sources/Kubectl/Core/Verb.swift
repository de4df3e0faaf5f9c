import Cluster
import Resources

/// One command of kubectl: `get`, `rollout status`.
package protocol Verb: Sendable {
  /// The words that name it.
  var path: [String] { get }
  /// Other last words for it (`kubectl create deploy`).
  var aliases: [String] { get }
  /// Its own flags; the global ones come on top.
  var flags: [FlagSpec] { get }
  /// One line on what it does.
  var summary: Text { get }
  /// What follows the words in a usage line: `(TYPE NAME | TYPE/NAME) [options]`.
  var arguments: String { get }
  func run(_ flags: ParsedFlags, _ kubectl: inout Session) throws(Halt) -> Int32
}

extension Verb {
  package var aliases: [String] { [] }
  package var flags: [FlagSpec] { [] }
  package var summary: Text { Text("", "") }
  package var arguments: String { "[options]" }
  package var allFlags: [FlagSpec] { flags + FlagSpec.global }
  /// `kubectl rollout status`, as usage errors name the command.
  package var title: String { "kubectl " + path.joined(separator: " ") }

  /// `error: …` and the line that sends the reader to the help, as `cmdutil.UsageErrorf`.
  package func usageError(_ message: String) -> Halt {
    .failure("error: \(message)\nSee '\(title) -h' for help and examples")
  }
}
