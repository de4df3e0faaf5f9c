import Simulation
import Wire

/// A program as text in, text out: straight-line code that is run again over its log.
package struct HostTool: Sendable {
  package let name: String
  package let run: @Sendable (inout HostSystem) throws(Interruption) -> Int32

  package init(
    _ name: String, _ run: @escaping @Sendable (inout HostSystem) throws(Interruption) -> Int32
  ) {
    self.name = name
    self.run = run
  }
}

/// What a program has written so far.
package struct HostOutput: Hashable, Sendable {
  package struct Piece: Hashable, Sendable {
    package let isError: Bool
    package var text: String
  }
  package private(set) var pieces: [Piece] = []

  mutating func add(_ text: String, isError: Bool) {
    guard !text.isEmpty else { return }
    if let last = pieces.last, last.isError == isError {
      pieces[pieces.count - 1].text += text
    } else {
      pieces.append(Piece(isError: isError, text: text))
    }
  }

  package var text: String { pieces.filter { !$0.isError }.map(\.text).joined() }
  package var errors: String { pieces.filter(\.isError).map(\.text).joined() }
  package var everything: String { pieces.map(\.text).joined() }
}

/// A process of a machine.
package struct HostProcess: Sendable {
  package let id: ProcessID
  package let machine: MachineID
  package let namespace: NamespaceID
  package let arguments: [String]
  package let input: String
  let tool: HostTool
  var tape = Tape<HostCall, HostAnswer>()
  package internal(set) var output = HostOutput()
  package internal(set) var exitStatus: Int32?
  package internal(set) var isHung = false
  var isReady = false
  /// SIGINT came while it had something to do.
  var isInterrupted = false
  /// How much later than usual it does everything.
  package internal(set) var delay: Int64 = 0
  /// The supervisor's name for it.
  package var unit: String?
  package let started: Instant

  package var name: String { arguments.first ?? tool.name }
}
