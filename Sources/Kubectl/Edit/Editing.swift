import Cluster
import Manifest
import Resources
import Tree

/// One go at editing objects, reopened until they are taken or given up (kubectl's `editor.EditOptions`).
struct Editing {
  enum Mode { case object, lastApplied, beforeCreation }

  let mode: Mode
  let flags: ParsedFlags
  private let isJSON: Bool
  private var report = EditReport()

  init(_ mode: Mode, _ flags: ParsedFlags, _ kubectl: Session) throws(Halt) {
    self.mode = mode
    self.flags = flags
    let format = mode == .beforeCreation ? "" : flags.string("output")
    guard ["", "yaml", "json"].contains(format) else {
      throw kubectl.fail(
        "unable to match a printer suitable for the output format \(goQuoted(format)), allowed formats are: json,yaml"
      )
    }
    isJSON = format == "json"
  }

  /// Opens the editor on `targets`, whose trees are what is there now, and sends what changes.
  mutating func run(_ targets: [Target], _ kubectl: inout Session) throws(Halt) -> Int32 {
    let original = text(of: targets)
    var edited = ""
    var isAgain = false
    while true {
      let before = edited
      let shown = (isJSON ? "" : report.header(mode)) + (isAgain ? before.uncommented : original)
      let name = fileName(for: shown, &kubectl)
      switch try kubectl.system.edit(windows(shown), named: name) {
      case .text(let text): edited = text
      case .failed(let problem): throw preserved(kubectl.fail(problem), &kubectl)
      case .noEditor: throw kubectl.noEditor
      }
      let file = "/tmp/" + name
      if isAgain, before.content == edited.content {
        report.file = keep(edited, file, &kubectl)
        throw preserved(
          kubectl.fail("Edit cancelled, no valid changes were saved."), &kubectl)
      }
      if edited.hasContent, let problem = edited.validationProblem {
        report = EditReport()
        report.file = keep(edited, file, &kubectl)
        kubectl.warn(report.add(validation: problem, of: targets[0]))
        isAgain = true
        continue
      }
      if original.content == edited.content {
        kubectl.warn("Edit cancelled, no changes made.")
        return 0
      }
      if !edited.hasContent {
        kubectl.warn("Edit cancelled, saved file was empty.")
        return 0
      }
      forget(&kubectl)
      report = EditReport()
      report.file = keep(edited, file, &kubectl)
      let read = try kubectl.objects(in: [("edited-file", edited)], flags)
      if let problem = read.problems.first {
        report.add("The edited file had a syntax error: \(problem.text)")
        isAgain = true
        continue
      }
      isAgain = false
      try requireNamespace(read.objects, &kubectl)
      for object in read.objects { try send(object, targets, &kubectl) }
      if report.retryable > 0 {
        kubectl.warn("You can run `kubectl replace -f \(file)` to try this update again.")
        throw .exit(1, "")
      }
      if report.missing > 0 {
        kubectl.warn(
          "The edits you made on deleted resources have been saved to \(goQuoted(file))")
        throw .exit(1, "")
      }
      if report.invalid == 0 {
        forget(&kubectl)
        return 0
      }
      isAgain = report.hasReasons
    }
  }

  // MARK: The text

  /// What the editor gets to see of the objects, without the header.
  private func text(of targets: [Target]) -> String {
    var trees = targets.compactMap { target -> Value? in
      mode == .lastApplied ? target.tree.flatMap { LastApplied.value(of: $0) } : target.tree
    }
    if !flags.isKnown("show-managed-fields") || !flags.bool("show-managed-fields") {
      trees = trees.map(\.withoutManagedFields)
    }
    let tree: Value =
      trees.count == 1
      ? trees[0]
      : ["apiVersion": "v1", "items": .array(trees), "kind": "List", "metadata": .emptyObject]
    return isJSON ? tree.indentedJSON(escapingHTML: true) + "\n" : tree.yaml()
  }

  private func windows(_ text: String) -> String {
    guard flags.isKnown("windows-line-endings"), flags.bool("windows-line-endings") else {
      return text
    }
    return text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n")
  }

  /// A name as Go's `os.CreateTemp` makes it; its number follows from the text and the moment (FNV-1a).
  private func fileName(for text: String, _ kubectl: inout Session) -> String {
    var number: UInt32 = 2_166_136_261
    for byte in "\(kubectl.system.now().microseconds) \(text)".utf8 {
      number = (number ^ UInt32(byte)) &* 16_777_619
    }
    return "kubectl-edit-\(number).\(isJSON ? "json" : "yaml")"
  }

  // MARK: The copy

  /// Keeps a copy in the world, in place of the one before.
  private func keep(_ text: String, _ file: String, _ kubectl: inout Session) -> String {
    forget(&kubectl)
    kubectl.system.writeFile(file, text)
    return file
  }

  private func forget(_ kubectl: inout Session) {
    if !report.file.isEmpty { kubectl.system.removeFile(report.file) }
  }

  /// Names the copy of what was edited before the program ends.
  private func preserved(_ halt: Halt, _ kubectl: inout Session) -> Halt {
    if !report.file.isEmpty {
      kubectl.warn("A copy of your changes has been stored to \(goQuoted(report.file))")
    }
    return halt
  }

  // MARK: Sending

  private func requireNamespace(
    _ objects: [ManifestObject], _ kubectl: inout Session
  ) throws(Halt) {
    for object in objects where object.resource.isNamespaced {
      guard object.namespace != kubectl.namespace else { continue }
      let problem = kubectl.fail(
        "the namespace from the provided object \(goQuoted(object.namespace)) does not match the namespace \(goQuoted(kubectl.namespace)). You must pass '--namespace=\(object.namespace)' to perform this operation."
      )
      throw preserved(problem, &kubectl)
    }
  }

  private mutating func send(
    _ object: ManifestObject, _ targets: [Target], _ kubectl: inout Session
  ) throws(Halt) {
    var object = object
    if flags.isKnown("save-config"), flags.bool("save-config") {
      object.tree = LastApplied.annotated(object.tree)
    }
    switch mode {
    case .object: try patch(object, targets, &kubectl)
    case .lastApplied: try annotate(object, targets, &kubectl)
    case .beforeCreation:
      let wish = try kubectl.write(
        .create, object.kind, object.namespace, "", object.tree, flags)
      let response = try kubectl.request(wish)
      if let status = response.failure { throw preserved(kubectl.fail(status), &kubectl) }
      try kubectl.report(response.tree ?? object.tree, "created", flags)
    }
  }

  private mutating func patch(
    _ object: ManifestObject, _ targets: [Target], _ kubectl: inout Session
  ) throws(Halt) {
    let uid = object.tree["metadata"]?["uid"]
    guard let target = targets.first(where: { $0.tree?["metadata"]?["uid"] == uid }),
      let live = target.tree?.withoutManagedFields
    else {
      throw preserved(
        kubectl.fail(
          "no original object found for &unstructured.Unstructured{Object:\(object.tree.goSyntax)}"),
        &kubectl)
    }
    if live == object.tree { return try say(object.tree, "skipped", &kubectl) }
    let (change, type) = try difference(live, object.tree, target, &kubectl)
    let isOther =
      change["apiVersion"] != nil || change["kind"] != nil || change["metadata"]?["name"] != nil
    if isOther {
      throw preserved(
        kubectl.fail("At least one of apiVersion, kind and name was changed"), &kubectl)
    }
    if flags.bool("output-patch") { kubectl.print("Patch: \(change.json())") }
    var wish = Request(.patch, target.kind, namespace: target.namespace, name: target.name)
    wish.body = .tree(change)
    wish.patchType = type
    wish.fieldValidation = try kubectl.fieldValidation(flags)
    wish.subresource = flags.string("subresource")
    let response = try kubectl.request(wish)
    if let status = response.failure { return kubectl.warn(report.add(status, of: target)) }
    try say(response.tree ?? object.tree, "edited", &kubectl)
  }

  private func difference(
    _ live: Value, _ wanted: Value, _ target: Target, _ kubectl: inout Session
  ) throws(Halt) -> (Value, PatchType) {
    let kind = kubectl.kinds()[target.kind]
    guard kind.isBuiltIn, flags.string("subresource") != "scale" else {
      return (MergePatch.difference(from: live, to: wanted), .merge)
    }
    do throws(PatchError) {
      let change = try StrategicMerge.difference(from: live, to: wanted, shape: kind.mergeShape)
      return (change, .strategic)
    } catch { throw preserved(kubectl.fail(error.description), &kubectl) }
  }

  /// Puts what was edited into the annotation of what was applied last.
  private mutating func annotate(
    _ object: ManifestObject, _ targets: [Target], _ kubectl: inout Session
  ) throws(Halt) {
    guard let target = targets.first(where: { $0.matches(object) }), let live = target.tree else {
      throw preserved(kubectl.fail("no original object found for \(object.name)"), &kubectl)
    }
    let text = LastApplied.text(of: LastApplied.annotated(object.tree)) ?? ""
    if text == LastApplied.text(of: live) { return try say(live, "skipped", &kubectl) }
    var wish = target.request(.patch)
    wish.body = .tree(["metadata": ["annotations": [LastApplied.annotation: .string(text)]]])
    wish.patchType = .merge
    let response = try kubectl.request(wish)
    if let status = response.failure { return kubectl.warn(report.add(status, of: target)) }
    try say(response.tree ?? live, "edited", &kubectl)
  }

  private func say(
    _ tree: Value, _ operation: String, _ kubectl: inout Session
  ) throws(Halt) {
    let format = try kubectl.outputFormat(flags)
    try kubectl.printObject(tree, format, flags, operation: operation)
  }
}

extension Target {
  fileprivate func matches(_ object: ManifestObject) -> Bool {
    kind == object.kind && namespace == object.namespace && name == object.name
  }
}
