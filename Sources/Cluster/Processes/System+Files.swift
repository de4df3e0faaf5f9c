import Resources
import Tree

/// What stands at a path.
package enum FileFinding: Sendable {
  case text(String)
  case folder
  /// With the reason that the system gave.
  case missing(String)
}

extension System {
  package func absolute(_ path: String) -> String {
    FilePath.absolute(path, in: session.folder)
  }

  /// What stands at a path: in the world, else on the disk that the session was started on.
  package mutating func find(_ path: String) throws(Halt) -> FileFinding {
    let whole = absolute(path)
    switch known(whole) {
    case .text(let text)?: return .text(text)
    case .folder?: return .folder
    case .removed?: return .missing("")
    case nil: break
    }
    guard context.place == .workstation else { return .missing("") }
    guard case .file(let text, let problem) = try perform(.diskFile(World.diskPath(whole))) else {
      preconditionFailure("a file was answered by something else")
    }
    return text.map { .text($0) } ?? .missing(problem)
  }

  /// The same without the disk; nil where only the disk can tell.
  package mutating func known(_ path: String) -> FileNode? {
    let whole = absolute(path)
    if whole == "/dev/null" { return .text("") }
    let (world, place) = (world, context.place)
    let key = world.fileKey(whole, place)
    let own = pendingNode(key)
    let answer = tape.perform(at: { .node(own ?? world.fileNode(whole, place)) })
    if case .node(let node) = answer { return node }
    preconditionFailure("a file was answered by something else")
  }

  /// A file's text: the world's own, else the disk's.
  package mutating func readFile(_ path: String) throws(Halt) -> String {
    switch try find(path) {
    case .text(let text): return text
    case .folder: throw .failure("error: read \(path): is a directory")
    case .missing(let problem):
      let isMissing = problem.isEmpty || problem == "no such file or directory"
      throw .failure(
        isMissing ? "the path \"\(path)\" does not exist" : problem)
    }
  }

  /// Names in a folder as far as the world knows them, in byte order; nil where it knows no such folder.
  package mutating func names(in path: String) -> [String]? {
    let whole = absolute(path)
    let (world, place) = (world, context.place)
    let pending = Array(writes.dropFirst(progress.writes))
    let answer = tape.perform(at: {
      .names(world.fileNames(in: whole, place, pending: pending))
    })
    if case .names(let names) = answer { return names }
    preconditionFailure("a folder was answered by something else")
  }

  /// Names in a folder in byte order: the world's own over those of the disk.
  package mutating func entries(
    in path: String
  ) throws(Halt) -> [(name: String, isFolder: Bool)] {
    let whole = absolute(path)
    var entries: [(name: String, isFolder: Bool)] = []
    for name in names(in: whole) ?? [] {
      let node = known(whole + "/" + name)
      entries.append((name, node == .folder))
    }
    guard context.place == .workstation else { return entries }
    let below = World.diskPath(whole)
    guard case .file(let text, _) = try perform(.diskFile(below + (below == "/" ? "" : "/")))
    else { preconditionFailure("a folder was answered by something else") }
    for line in (text ?? "").split(separator: "\n").map(String.init) {
      let name = line.hasSuffix("/") ? String(line.dropLast()) : line
      if entries.contains(where: { $0.name == name }) { continue }
      if case .removed? = known(whole + "/" + name) { continue }
      entries.append((name, line.hasSuffix("/")))
    }
    return entries.sorted { $0.name.precedes($1.name) }
  }

  /// Whether a mounted object or the like forbids writing here.
  package func isReadOnly(_ path: String) -> Bool {
    world.isReadOnly(absolute(path), context.place)
  }

  package mutating func writeFile(_ path: String, _ text: String) {
    set(path, .text(text))
  }

  package mutating func makeFolder(_ path: String) { set(path, .folder) }
  package mutating func removeFile(_ path: String) { set(path, .removed) }

  private mutating func set(_ path: String, _ node: FileNode) {
    if isPreview { return }
    writes.append(.set(key: world.fileKey(absolute(path), context.place), node))
  }

  package mutating func appendFile(_ path: String, _ text: String) throws(Halt) {
    try openForAppending(path)
    append(text, to: absolute(path), at: context.place)
  }

  /// Brings in what lies below a file before it is written at its end.
  package mutating func openForAppending(_ path: String) throws(Halt) {
    let whole = absolute(path)
    if pendingNode(world.fileKey(whole, context.place)) != nil { return }
    switch try find(path) {
    case .text(let before):
      if !isOwn(whole) { writeFile(path, before) }
    default: writeFile(path, "")
    }
  }

  /// Whether the world holds the file itself, at this point.
  private mutating func isOwn(_ path: String) -> Bool {
    let (world, key) = (world, world.fileKey(path, context.place))
    let answer = tape.perform(at: { .flag(world.files[key] != nil) })
    if case .flag(let flag) = answer { return flag }
    return false
  }

  mutating func append(_ text: String, to path: String, at place: ProcessContext.Place) {
    if isPreview { return }
    writes.append(.append(key: world.fileKey(path, place), text))
  }

  /// What this run has made of a file and the world does not know yet.
  private func pendingNode(_ key: String) -> FileNode? {
    guard writes.count > progress.writes else { return nil }
    var node: FileNode?
    var isTouched = false
    for change in writes[progress.writes...] {
      switch change {
      case .set(key, let new):
        node = new
        isTouched = true
      case .append(key, let text):
        if !isTouched { node = world.files[key] }
        isTouched = true
        if case .text(let before)? = node {
          node = .text(before + text)
        } else {
          node = .text(text)
        }
      default: break
      }
    }
    return node
  }
}
