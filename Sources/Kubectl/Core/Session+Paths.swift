import Cluster
import Resources
import Tree

extension Session {
  /// The texts behind the paths of `-f`, in the order of the line (client-go's `Builder.FilenameParam`).
  ///
  /// A folder stands for its files in byte order, with those of its folders under `-R`. A path that does not
  /// exist ends the program before anything is done; a file that cannot be read is one problem among others.
  mutating func manifestTexts(
    _ flags: ParsedFlags
  ) throws(Halt) -> (texts: [(source: String, text: String)], problems: [Problem]) {
    var texts: [(source: String, text: String)] = []
    var errors: [Problem] = []
    var problems: [Problem] = []
    for path in flags.list("filename") {
      if path == "-" {
        texts.append(("STDIN", input))
      } else if path.hasPrefix("http://") || path.hasPrefix("https://") {
        errors.append(
          .message("unable to read URL \(goQuoted(path)): the model reaches no other network"))
      } else {
        let found = try read(path)
        switch found {
        case .text(let text): texts.append((path, text))
        case .missing(let reason) where reason.isMissing:
          errors.append(.message("the path \(goQuoted(path)) does not exist"))
        case .missing(let reason): problems.append(.message("open \(path): \(reason)"))
        case .folder:
          try readFolder(path, flags.bool("recursive"), &texts, &problems)
          if texts.isEmpty, errors.isEmpty, problems.isEmpty {
            errors.append(
              .message(
                "error reading [\(path)]: recognized file extensions are [.json .yaml .yml]"))
          }
        }
      }
    }
    if let halt = Problem.halt(errors) { throw halt }
    return (texts, problems)
  }

  /// What stands at a path; the disk says of a folder that it is one.
  private mutating func read(_ path: String) throws(Halt) -> FileFinding {
    let found = try system.find(path)
    if case .missing("is a directory") = found { return .folder }
    return found
  }

  private mutating func readFolder(
    _ folder: String, _ isRecursive: Bool, _ texts: inout [(source: String, text: String)],
    _ problems: inout [Problem]
  ) throws(Halt) {
    for (name, isFolder) in try system.entries(in: folder) {
      let path = joined(folder, name)
      if isFolder {
        if isRecursive { try readFolder(path, true, &texts, &problems) }
        continue
      }
      guard [".json", ".yaml", ".yml"].contains(where: { name.hasSuffix($0) }) else { continue }
      switch try read(path) {
      case .text(let text): texts.append((path, text))
      case .missing(let reason): problems.append(.message("open \(path): \(reason)"))
      case .folder: continue
      }
    }
  }

  /// As Go's `filepath.Join`, for a folder as the line names it.
  private func joined(_ folder: String, _ name: String) -> String {
    var parts: [Substring] = []
    for part in folder.split(separator: "/") where part != "." {
      if part == "..", let last = parts.last, last != ".." {
        parts.removeLast()
      } else if part != ".." || !folder.hasPrefix("/") {
        parts.append(part)
      }
    }
    let root = folder.hasPrefix("/") ? "/" : ""
    return root + (parts + [Substring(name)]).joined(separator: "/")
  }
}

extension String {
  /// Whether a system's reason says that nothing stands there.
  fileprivate var isMissing: Bool { isEmpty || lowercased() == "no such file or directory" }
}
