/// Where a stream goes.
package enum Sink: Hashable, Sendable {
  case screen(Process.Stream)
  /// Kept for a pipe or a substitution, by number.
  case buffer(Int)
  /// Appended to a file, by absolute path, of the place where it was opened.
  case file(String, ProcessContext.Place)
  case nowhere
}

/// What a run has printed, stream by stream in order.
struct Pieces: Sendable {
  private(set) var all: [(stream: Process.Stream, text: String)] = []
  private var outputs = 0

  mutating func append(_ stream: Process.Stream, _ text: String) {
    all.append((stream, text))
    if stream == .output { outputs += 1 }
  }

  func count(_ stream: Process.Stream) -> Int {
    stream == .output ? outputs : all.count - outputs
  }
}

extension System {
  package mutating func print(_ text: String, terminator: String = "\n") {
    write(text + terminator, to: outputSink)
  }

  package mutating func printError(_ text: String, terminator: String = "\n") {
    write(text + terminator, to: errorSink)
  }

  package mutating func write(_ text: String, to sink: Sink) {
    switch sink {
    case .screen(let stream): pieces.append(stream, text)
    case .buffer(let number): buffers[number] += text
    case .file(let path, let place): if !text.isEmpty { append(text, to: path, at: place) }
    case .nowhere: break
    }
  }

  /// From here on, standard output is kept; `endCapture` gives it back.
  package mutating func beginCapture() {
    captured.append(outputSink)
    buffers.append("")
    outputSink = .buffer(buffers.count - 1)
  }

  package mutating func endCapture() -> String {
    guard let before = captured.popLast() else { return "" }
    outputSink = before
    return buffers.popLast() ?? ""
  }

  /// What the innermost capture holds so far.
  package var capturedSoFar: String { buffers.last ?? "" }
}

extension System {
  /// The sink of the innermost capture.
  package var innermostBuffer: Sink { .buffer(buffers.count - 1) }
  /// Where output went before the innermost capture began.
  package var sinkBelowCapture: Sink { captured.last ?? outputSink }

  /// Prints a line past the innermost capture, for a pipe whose start still waits.
  package mutating func show(_ line: String, beside sink: Sink) {
    if case .file = sink { return }
    write(line + "\n", to: sink)
  }
}
