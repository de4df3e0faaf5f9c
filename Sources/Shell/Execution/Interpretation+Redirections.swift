import Cluster

// `>`, `<`, `2>&1` and their like.
extension Interpretation {
  /// Sets up the redirections from left to right; false when a file cannot be opened, which was then said.
  mutating func redirect(
    _ redirections: [Redirection], _ system: inout System
  ) throws(Halt) -> Bool {
    for redirection in redirections {
      switch redirection.target {
      case .document(let number):
        guard documents.indices.contains(number) else { continue }
        input = Input(try text(documents[number], &system))
      case .file(let word):
        let target = try text(word, &system)
        guard try redirect(redirection, to: target, &system) else { return false }
      }
    }
    return true
  }

  private mutating func redirect(
    _ redirection: Redirection, to target: String, _ system: inout System
  ) throws(Halt) -> Bool {
    switch redirection.operator {
    case "<", "<>":
      if target == "/dev/null" {
        input = Input("")
        return true
      }
      switch try system.find(target) {
      case .text(let text): input = Input(text)
      case .folder:
        system.printError("\(place): cannot open \(target): Is a directory")
        return false
      case .missing:
        system.printError("\(place): cannot open \(target): No such file")
        return false
      }
      return true
    case ">&", "<&":
      return duplicate(redirection.descriptor ?? 1, target, &system)
    default: break
    }
    guard let sink = try open(target, appending: redirection.operator.hasSuffix(">>"), &system)
    else { return false }
    switch redirection.operator {
    case "&>", "&>>":
      system.outputSink = sink
      system.errorSink = sink
    default:
      if redirection.descriptor == 2 {
        system.errorSink = sink
      } else if (redirection.descriptor ?? 1) == 1 {
        system.outputSink = sink
      }
    }
    return true
  }

  private mutating func duplicate(
    _ descriptor: Int, _ target: String, _ system: inout System
  ) -> Bool {
    let sink: Sink
    switch target {
    case "1": sink = system.outputSink
    case "2": sink = system.errorSink
    case "-": sink = .nowhere
    case "0", "3", "4", "5", "6", "7", "8", "9": return true
    default:
      system.printError("sh: \(line): Syntax error: Bad fd number")
      return false
    }
    if descriptor == 2 {
      system.errorSink = sink
    } else if descriptor == 1 {
      system.outputSink = sink
    }
    return true
  }

  private mutating func open(
    _ path: String, appending: Bool, _ system: inout System
  ) throws(Halt) -> Sink? {
    func refuse(_ reason: String) -> Sink? {
      system.printError("\(place): cannot create \(path): \(reason)")
      return nil
    }
    switch path {
    case "/dev/null": return .nowhere
    case "/dev/stdout", "/proc/1/fd/1", "/proc/self/fd/1": return system.outputSink
    case "/dev/stderr", "/proc/1/fd/2", "/proc/self/fd/2": return system.errorSink
    case "": return refuse("Directory nonexistent")
    default: break
    }
    if system.known(path) == .folder { return refuse("Is a directory") }
    if system.isReadOnly(path) { return refuse("Read-only file system") }
    guard system.hasFolder(of: path) else { return refuse("Directory nonexistent") }
    if appending { try system.openForAppending(path) } else { system.writeFile(path, "") }
    return .file(system.absolute(path), system.context.place)
  }
}

extension System {
  /// Whether a file can be made at a path; at the workstation only the disk knows all folders.
  mutating func hasFolder(of path: String) -> Bool {
    let folder = FilePath.split(absolute(path)).folder
    if folder.isEmpty { return true }
    switch known(folder) {
    case .folder?: return true
    case nil: return context.place == .workstation
    default: return false
    }
  }
}
