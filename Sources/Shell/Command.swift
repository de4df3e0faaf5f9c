import Cluster

/// A program that the shell can run: kubectl, ip, grep.
package protocol Command: Sendable {
  var name: String { get }
  /// Whether images have it beside their own program.
  var isInContainers: Bool { get }
  /// Runs with arguments (the name is not among them) and standard input, and gives back the exit status.
  func run(
    _ arguments: [String], input: String, _ system: inout System
  ) throws(Halt) -> Int32
}

extension Command {
  package var isInContainers: Bool { true }
}
