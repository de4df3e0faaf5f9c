import Cluster
import Resources
import Tree

/// `kubectl cp`: files between here and a container, by a `tar` that runs there (`kubectl/pkg/cmd/cp/cp.go`).
struct CopyVerb: Verb {
  let path = ["cp"]
  let arguments = "<file-spec-src> <file-spec-dest> [options]"
  let summary = Text("Copy files to and from containers.", "在容器与本地之间复制文件。")
  let flags = [
    FlagSpec("container", "c", help: Text("The container.", "容器名。")),
    FlagSpec("no-preserve", nil, .bool), FlagSpec("retries", nil, .int, default: "0"),
  ]

  /// `[[namespace/]pod:]path`; without a pod it is a path here.
  private struct Spec {
    var namespace = ""
    var pod = ""
    let path: String

    init?(_ word: String) {
      guard let colon = word.firstIndex(of: ":") else {
        path = word
        return
      }
      path = String(word[word.index(after: colon)...])
      let parts = word[..<colon].split(separator: "/", omittingEmptySubsequences: false)
      guard colon > word.startIndex, parts.count <= 2 else { return nil }
      pod = String(parts.last ?? "")
      if parts.count == 2 { namespace = String(parts[0]) }
    }
  }

  func run(_ flags: ParsedFlags, _ kubectl: inout Session) throws(Halt) -> Int32 {
    guard flags.positional.count == 2 else {
      throw kubectl.fail("source and destination are required")
    }
    var specs: [Spec] = []
    for word in flags.positional {
      guard let spec = Spec(word) else {
        throw kubectl.fail("filespec must match the canonical format: [[namespace/]pod:]file/path")
      }
      specs.append(spec)
    }
    let (source, target) = (specs[0], specs[1])
    switch (source.pod.isEmpty, target.pod.isEmpty) {
    case (false, false):
      throw kubectl.fail("one of src or dest must be a local file specification")
    case (true, true):
      throw kubectl.fail("one of src or dest must be a remote file specification")
    case (true, false): try copyIn(source, target, flags, &kubectl)
    case (false, true): try copyOut(source, target, flags, &kubectl)
    }
    return 0
  }

  // MARK: Into a container

  private func copyIn(
    _ source: Spec, _ target: Spec, _ flags: ParsedFlags, _ kubectl: inout Session
  ) throws(Halt) {
    guard let tree = try FileTree(source.path, &kubectl.system) else {
      throw kubectl.fail("\(source.path) doesn't exist in local filesystem")
    }
    if source.path.isEmpty || target.path.isEmpty {
      throw kubectl.fail("filepath can not be empty")
    }
    let place = try place(target, flags, &kubectl)
    let name = FilePath.split(kubectl.system.absolute(source.path)).name
    let status = try kubectl.system.within(place) { system throws(Halt) in
      let isFolder = system.known(target.path) == .folder
      let path = isFolder ? FilePath.absolute(name, in: system.absolute(target.path)) : target.path
      return try Tar(system).extract(tree, to: system.absolute(path), &system)
    }
    if status != 0 { throw .exit(status, ExecVerb.ending(status)) }
  }

  // MARK: Out of a container

  private func copyOut(
    _ source: Spec, _ target: Spec, _ flags: ParsedFlags, _ kubectl: inout Session
  ) throws(Halt) {
    if source.path.isEmpty || target.path.isEmpty {
      throw kubectl.fail("filepath can not be empty")
    }
    let place = try place(source, flags, &kubectl)
    let found = try kubectl.system.within(place) { system throws(Halt) in
      try Tar(system).create(source.path, &system)
    }
    guard let tree = found.tree else {
      throw .exit(found.status, ExecVerb.ending(found.status))
    }
    if case .text = tree, kubectl.system.known(target.path) == .folder {
      throw kubectl.fail("open \(target.path): is a directory")
    }
    try tree.write(to: kubectl.system.absolute(target.path), &kubectl.system)
  }

  /// The container, by the way that `exec` takes to it.
  private func place(
    _ spec: Spec, _ flags: ParsedFlags, _ kubectl: inout Session
  ) throws(Halt) -> ProcessContext {
    let namespace = kubectl.namespace
    if !spec.namespace.isEmpty { kubectl.namespace = spec.namespace }
    defer { kubectl.namespace = namespace }
    let pods = try kubectl.pods(named: spec.pod, all: false, verb: "exec")
    guard let pod = pods.first else { throw kubectl.fail("timed out waiting for the condition") }
    return try ExecVerb().context(in: pod, flags, &kubectl)
  }
}

/// A file, or a folder with what is in it.
indirect enum FileTree: Sendable {
  case text(String)
  case folder([(name: String, tree: FileTree)])

  /// What stands at a path; nil where there is nothing.
  init?(_ path: String, _ system: inout System) throws(Halt) {
    switch try system.find(path) {
    case .text(let text): self = .text(text)
    case .missing: return nil
    case .folder:
      var entries: [(name: String, tree: FileTree)] = []
      for entry in try system.entries(in: path) {
        let below = FilePath.absolute(entry.name, in: system.absolute(path))
        guard let tree = try FileTree(below, &system) else { continue }
        entries.append((entry.name, tree))
      }
      self = .folder(entries)
    }
  }

  /// Writes it over what is there.
  func write(to path: String, _ system: inout System) throws(Halt) {
    switch self {
    case .text(let text): system.writeFile(path, text)
    case .folder(let entries):
      if system.known(path) != .folder { system.makeFolder(path) }
      for entry in entries {
        try entry.tree.write(to: FilePath.absolute(entry.name, in: path), &system)
      }
    }
  }
}

/// The `tar` of a container's image: what it says, as GNU's or busybox's.
private struct Tar {
  private let isBusybox: Bool

  init(_ system: System) { isBusybox = ContainerPrograms.isBusybox(system.image) }

  /// `tar -xmf - -C FOLDER`.
  func extract(_ tree: FileTree, to path: String, _ system: inout System) throws(Halt) -> Int32 {
    let folder = FilePath.split(path).folder
    guard system.known(folder) == .folder else {
      system.printError(
        isBusybox
          ? "tar: can't change directory to '\(folder)': No such file or directory"
          : "tar: \(folder): Cannot open: No such file or directory\ntar: Error is not recoverable: exiting now"
      )
      return isBusybox ? 1 : 2
    }
    if system.isReadOnly(path) {
      let name = FilePath.split(path).name
      system.printError(
        isBusybox
          ? "tar: can't open '\(name)': Read-only file system"
          : "tar: \(name): Cannot open: Read-only file system\ntar: Exiting with failure status due to previous errors"
      )
      return isBusybox ? 1 : 2
    }
    try tree.write(to: path, &system)
    return 0
  }

  /// `tar cf - PATH`.
  func create(
    _ path: String, _ system: inout System
  ) throws(Halt) -> (tree: FileTree?, status: Int32) {
    let tree = try FileTree(path, &system)
    if path.hasPrefix("/"), !isBusybox || tree != nil {
      system.printError(
        isBusybox
          ? "tar: removing leading '/' from member names"
          : "tar: Removing leading `/' from member names")
    }
    if tree == nil {
      system.printError(
        isBusybox
          ? "tar: \(path): No such file or directory\ntar: error exit delayed from previous errors"
          : "tar: \(path): Cannot stat: No such file or directory\ntar: Exiting with failure status due to previous errors"
      )
    }
    return (tree, tree == nil ? isBusybox ? 1 : 2 : 0)
  }
}
