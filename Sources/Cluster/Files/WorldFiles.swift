import HashTreeCollections
import Resources
import Simulation

/// What the world knows of one path.
package enum FileNode: Hashable, Sendable {
  case text(String)
  case folder
  /// Removed here, whatever lies below (the disk, an image).
  case removed
}

/// The files that were made in the world, by key: a path with the place that it belongs to.
package struct WorldFiles: Sendable {
  private var nodes = TreeDictionary<String, FileNode>()
  /// Names in each folder, in byte order, removed ones too.
  private var folders = TreeDictionary<String, [String]>()

  package init() {}

  package subscript(key: String) -> FileNode? { nodes[key] }
  package func names(in folder: String) -> [String] { folders[folder] ?? [] }

  /// A path and everything below it, in order.
  package func all(below key: String) -> [(key: String, node: FileNode)] {
    var result: [(key: String, node: FileNode)] = []
    if let node = nodes[key] { result.append((key, node)) }
    for name in names(in: key) { result += all(below: key + "/" + name) }
    return result
  }

  mutating func set(_ key: String, _ node: FileNode) {
    if nodes.updateValue(node, forKey: key) == nil { enlist(key) }
  }

  mutating func append(_ key: String, _ text: String) {
    if case .text(let before)? = nodes[key] {
      // A log that nobody cuts must not grow for ever; 1 MiB is kept.
      let whole = before + text
      let excess = whole.utf8.count - (1 << 20)
      nodes[key] = .text(excess > 0 ? String(whole.unicodeScalars.suffix(1 << 19)) : whole)
    } else {
      set(key, .text(text))
    }
  }

  var isEmpty: Bool { nodes.isEmpty && folders.isEmpty }

  /// Forgets a path and everything below it.
  mutating func forget(below key: String) {
    for name in folders[key] ?? [] { forget(below: key + "/" + name) }
    folders[key] = nil
    nodes[key] = nil
  }

  private mutating func enlist(_ key: String) {
    let (folder, name) = FilePath.split(key)
    guard !name.isEmpty else { return }
    var names = folders[folder] ?? []
    let isNew = names.isEmpty
    if let place = names.firstIndex(where: { !$0.precedes(name) }) {
      if names[place] == name { return }
      names.insert(name, at: place)
    } else {
      names.append(name)
    }
    folders[folder] = names
    if isNew, !folder.isEmpty, folder != key { enlist(folder) }
  }
}

/// Paths as text.
package enum FilePath {
  /// An absolute path without `.`, `..` and doubled slashes.
  package static func absolute(_ path: String, in folder: String) -> String {
    var parts: [Substring] = []
    for part in (path.hasPrefix("/") ? path : folder + "/" + path).split(separator: "/") {
      switch part {
      case ".": continue
      case "..": if !parts.isEmpty { parts.removeLast() }
      default: parts.append(part)
      }
    }
    return "/" + parts.joined(separator: "/")
  }

  /// Folder and last name of a key; the folder of a plain name is empty.
  package static func split(_ key: String) -> (folder: String, name: String) {
    guard let slash = key.utf8.lastIndex(of: UInt8(ascii: "/")) else { return ("", key) }
    return (String(key[..<slash]), String(key[key.utf8.index(after: slash)...]))
  }
}
