import Resources
import Simulation

/// What a container has printed, in its present run and the one before.
package struct ContainerLog: Sendable {
  package private(set) var current = PagedArray<Process.Piece>()
  package private(set) var previous: PagedArray<Process.Piece>?

  /// How many pieces are kept, as the kubelet keeps ten megabytes.
  private static let limit = 10_000

  init() {}

  mutating func append(_ piece: Process.Piece) {
    if current.count >= Self.limit {
      var rest = PagedArray<Process.Piece>()
      for place in (current.count / 2)..<current.count { rest.append(current[place]) }
      current = rest
    }
    current.append(piece)
  }

  /// A new run begins.
  mutating func rotate() {
    previous = current
    current = PagedArray()
  }

  /// The lines of a run with the moment and the stream of each; a piece without its newline ends a line late.
  package static func lines(_ pieces: PagedArray<Process.Piece>) -> [Process.Piece] {
    var lines: [Process.Piece] = []
    var open: [(stream: Process.Stream, text: String, at: Instant)] = []
    for piece in pieces {
      var text = piece.text
      if let place = open.firstIndex(where: { $0.stream == piece.stream }) {
        text = open[place].text + text
        open.remove(at: place)
      }
      var parts = Lines.parts(text)
      let rest = parts.removeLast()
      for part in parts {
        lines.append(Process.Piece(stream: piece.stream, text: part, at: piece.at))
      }
      if !rest.isEmpty { open.append((piece.stream, rest, piece.at)) }
    }
    for part in open {
      lines.append(Process.Piece(stream: part.stream, text: part.text, at: part.at))
    }
    return lines
  }
}

extension World {
  /// What a container has printed; nil when it never ran.
  package func log(
    node: String, pod: String, container: String
  ) -> ContainerLog? {
    containerLogs[.container(node: node, pod: pod, name: container)]
  }
}
