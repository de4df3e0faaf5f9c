import Cluster
import Resources
import Tree

/// `kubectl edit`.
struct EditVerb: Verb {
  let path = ["edit"]
  let summary = Text("Edit an object with your own editor.", "用自己的编辑器编辑对象。")
  let arguments = "(RESOURCE/NAME | -f FILENAME) [options]"
  let flags =
    FlagSpec.files + FlagSpec.output
    + [
      FlagSpec.validate, FlagSpec.fieldManager, FlagSpec.saveConfig,
      FlagSpec("subresource", help: Text("status or scale.", "status 或 scale。")),
      FlagSpec(
        "output-patch", nil, .bool, help: Text("Print the patch that is sent.", "打印发送的补丁。")),
      FlagSpec("windows-line-endings", nil, .bool),
    ]

  func run(_ flags: ParsedFlags, _ kubectl: inout Session) throws(Halt) -> Int32 {
    var editing = try Editing(.object, flags, kubectl)
    let targets = try kubectl.edited(flags)
    if targets.isEmpty { throw kubectl.fail("edit cancelled, no objects found") }
    return try editing.run(targets, &kubectl)
  }
}

/// `kubectl apply edit-last-applied`.
struct EditLastApplied: Verb {
  let path = ["apply", "edit-last-applied"]
  let summary = Text("Edit what was applied last.", "编辑上次应用的配置。")
  let arguments = "(RESOURCE/NAME | -f FILENAME) [options]"
  let flags = FlagSpec.files + FlagSpec.output + [FlagSpec.fieldManager, FlagSpec.validate]

  func run(_ flags: ParsedFlags, _ kubectl: inout Session) throws(Halt) -> Int32 {
    var editing = try Editing(.lastApplied, flags, kubectl)
    let targets = try kubectl.edited(flags).filter {
      $0.tree.flatMap { LastApplied.text(of: $0) } != nil
    }
    if targets.isEmpty {
      throw kubectl.fail(
        "no last-applied-configuration annotation found on resources, to create the annotation, use command `kubectl apply set-last-applied --create-annotation`"
      )
    }
    return try editing.run(targets, &kubectl)
  }
}

extension Session {
  /// The objects to edit as the server has them; whatever cannot be had ends the program.
  fileprivate mutating func edited(_ flags: ParsedFlags) throws(Halt) -> [Target] {
    var targets = try targets(flags.positional, flags, listsAll: true)
    var problems: [Problem] = []
    for place in targets.indices {
      var wish = targets[place].request(.get)
      if flags.isKnown("subresource") { wish.subresource = flags.string("subresource") }
      let response = try request(wish)
      if let status = response.failure { problems.append(.status(status)) }
      targets[place].tree = response.tree
    }
    if let halt = Problem.halt(problems) { throw halt }
    return targets
  }

  /// Why nothing can be edited in place.
  var noEditor: Halt {
    notServed(
      "no editor can be opened here; write the object to a file with `kubectl get … -o yaml`, change the file, and `kubectl apply -f` it, or use `kubectl patch`",
      "此处无法打开编辑器；请用 `kubectl get … -o yaml` 写入文件，修改后 `kubectl apply -f`，或使用 `kubectl patch`")
  }
}
