import Cluster

/// What a filter reads: named files, or standard input for none and for `-`.
struct Texts {
  var all: [(name: String, text: String)] = []
  var hasFailed = false

  init(
    _ names: [String], input: String, of program: String, _ system: inout System
  ) throws(Halt) {
    if names.isEmpty { all = [("-", input)] }
    for name in names {
      if name == "-" {
        all.append((name, input))
        continue
      }
      switch try system.find(name) {
      case .text(let text): all.append((name, text))
      case .folder:
        system.printError("\(program): \(name): Is a directory")
        hasFailed = true
      case .missing:
        system.printError(Self.missing(name, program, system))
        hasFailed = true
      }
    }
  }

  /// Busybox, which containers have, words it in its own way.
  static func missing(_ name: String, _ program: String, _ system: System) -> String {
    if case .container = system.context.place {
      return "\(program): can't open '\(name)': No such file or directory"
    }
    return "\(program): \(name): No such file or directory"
  }

  var joined: String { all.map(\.text).joined() }
  var lines: [String] { all.flatMap { Lines.split($0.text) } }
  var status: Int32 { hasFailed ? 1 : 0 }
}
