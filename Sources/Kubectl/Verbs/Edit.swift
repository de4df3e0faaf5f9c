import Cluster
import Resources
import Tree

/// `kubectl edit`: programs of the model have no editor.
struct Edit: Verb {
  let path = ["edit"]
  let summary = Text("Edit an object.", "编辑对象。")
  let arguments = "(RESOURCE/NAME | -f FILENAME) [options]"
  let flags =
    FlagSpec.files + FlagSpec.output
    + [
      FlagSpec.validate, FlagSpec.fieldManager, FlagSpec.saveConfig, FlagSpec("subresource"),
      FlagSpec("output-patch", nil, .bool), FlagSpec("windows-line-endings", nil, .bool),
    ]

  func run(_ flags: ParsedFlags, _ kubectl: inout Session) throws(Halt) -> Int32 {
    let (_, problems) = try kubectl.fetched(flags.positional, flags)
    if let halt = Problem.halt(problems) { throw halt }
    throw kubectl.noEditor
  }
}

extension Session {
  /// Why nothing can be edited in place.
  var noEditor: Halt {
    notServed(
      "no editor can be opened here; write the object to a file with `kubectl get … -o yaml`, change the file, and `kubectl apply -f` it, or use `kubectl patch`",
      "此处无法打开编辑器；请用 `kubectl get … -o yaml` 写入文件，修改后 `kubectl apply -f`，或使用 `kubectl patch`")
  }
}
