import Foundation
import Terminal

import struct Cluster.Edit

/// The editor of whoever sits at the terminal, opened on a file of its own that is removed afterwards.
@MainActor
enum LearnersEditor {
  /// The text as it was left; nil with what went wrong, in kubectl's words.
  static func edit(_ edit: Edit) -> (text: String?, problem: String) {
    guard let folder = makeFolder() else {
      return (nil, "a temporary file could not be made: \(String(cString: strerror(errno)))")
    }
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = folder + "/" + edit.name
    if let problem = Disk.writeWhole(path, edit.text) { return (nil, "open \(path): \(problem)") }
    let (words, editor) = words(path)
    // The editor as it is named in the environment, without the file.
    let shown = "\"" + editor + "\""
    switch ForegroundProgram.run(words) {
    case .notFound: return (nil, "unable to launch the editor \(shown)")
    case .failed: return (nil, "there was a problem with the editor \(shown)")
    case .done: break
    }
    let found = Disk.read(path)
    guard let text = found.text else { return (nil, "open \(path): \(found.problem)") }
    return (text, "")
  }

  /// The editor with its arguments, as kubectl's `editor.NewDefaultEditor` takes them apart.
  private static func words(_ path: String) -> (words: [String], editor: String) {
    let environment = ProcessInfo.processInfo.environment
    let named = ["KUBE_EDITOR", "EDITOR", "VISUAL"].lazy.compactMap { environment[$0] }
      .first { !$0.isEmpty }
    let editor = named ?? "vi"
    guard editor.contains(where: { "\"'\\".contains($0) }) else {
      return (editor.split(separator: " ").map(String.init) + [path], editor)
    }
    let shell = environment["SHELL"].flatMap { $0.isEmpty ? nil : $0 } ?? "/bin/bash"
    let file = path.replacingOccurrences(of: "'", with: "'\\''")
    return ([shell, "-c", "\(editor) '\(file)'"], "\(shell) -c \(editor)")
  }

  /// A folder that nobody else can look into.
  private static func makeFolder() -> String? {
    let place = ProcessInfo.processInfo.environment["TMPDIR"].flatMap { $0.isEmpty ? nil : $0 }
    var template = Array(((place ?? "/tmp") + "/kubestep-XXXXXX").utf8CString)
    return mkdtemp(&template) == nil
      ? nil : String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
