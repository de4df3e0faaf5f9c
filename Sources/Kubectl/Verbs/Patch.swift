import Cluster
import Manifest
import Resources
import Tree

/// `kubectl patch`.
struct Patch: Verb {
  let path = ["patch"]
  let summary = Text("Change fields of an object.", "更改对象的字段。")
  let arguments = "(-f FILENAME | TYPE NAME) [-p PATCH|--patch-file FILE] [options]"
  let flags =
    FlagSpec.files + FlagSpec.writing
    + [
      FlagSpec("patch", "p", help: Text("The change, in JSON or YAML.", "JSON 或 YAML 形式的更改。")),
      FlagSpec("patch-file", help: Text("A file with the change.", "包含更改的文件。")),
      FlagSpec(
        "type", default: "strategic",
        help: Text("json, merge or strategic.", "json、merge 或 strategic。")),
      FlagSpec("subresource", help: Text("status or scale.", "status 或 scale。")), FlagSpec.local,
      FlagSpec.record,
    ]

  func run(_ flags: ParsedFlags, _ kubectl: inout Session) throws(Halt) -> Int32 {
    let type = try type(flags, kubectl)
    _ = try kubectl.dryRun(flags)
    let text = try text(flags, &kubectl)
    var wanted = try kubectl.targets(flags.positional, flags)
    if wanted.isEmpty { throw kubectl.fail("no resources to patch") }
    var problems: [Problem] = []
    if !flags.bool("local") { (wanted, problems) = try kubectl.fetch(wanted) }
    for target in wanted {
      if let problem = try patch(target, text, type, flags, &kubectl) { problems.append(problem) }
    }
    if let halt = Problem.halt(problems) { throw halt }
    return 0
  }

  private func type(_ flags: ParsedFlags, _ kubectl: Session) throws(Halt) -> PatchType {
    switch flags.string("type").lowercased() {
    case "json": return .json
    case "merge": return .merge
    case "strategic": return .strategic
    default:
      throw kubectl.fail(
        "--type must be one of [json merge strategic], not \(goQuoted(flags.string("type")))")
    }
  }

  private func text(_ flags: ParsedFlags, _ kubectl: inout Session) throws(Halt) -> String {
    let inline = flags.string("patch")
    let file = flags.string("patch-file")
    if inline.isEmpty, file.isEmpty {
      throw kubectl.fail(
        "must specify --patch or --patch-file containing the contents of the patch")
    }
    if !inline.isEmpty, !file.isEmpty {
      throw kubectl.fail("cannot specify --patch and --patch-file together")
    }
    if file.isEmpty { return inline }
    do throws(Halt) { return try kubectl.system.readFile(file) } catch {
      guard case .exit = error else { throw error }
      throw kubectl.fail("unable to read patch file: open \(file): no such file or directory")
    }
  }

  private func patch(
    _ target: Target, _ text: String, _ type: PatchType, _ flags: ParsedFlags,
    _ kubectl: inout Session
  ) throws(Halt) -> Problem? {
    let change: Value
    switch read(text) {
    case .value(let value): change = value
    case .problem(let problem): return problem
    }
    guard let before = target.record?.tree ?? target.tree else { return nil }
    if flags.dryRun == .client || flags.bool("local") {
      let after = try rehearse(before, change, type, target, kubectl)
      try report(before, after, flags, &kubectl)
      return nil
    }
    var wish = try kubectl.patch(target, change, type, flags)
    wish.subresource = flags.string("subresource")
    let response = try kubectl.request(wish)
    if let status = response.failure { return .status(status) }
    let after = response.tree ?? before
    try kubectl.record(after, target, flags)
    try report(before, after, flags, &kubectl)
    return nil
  }

  /// Of a rehearsal it says nothing more than of the change itself.
  private func report(
    _ before: Value, _ after: Value, _ flags: ParsedFlags, _ kubectl: inout Session
  ) throws(Halt) {
    let word = after == before ? "patched (no change)" : "patched"
    try kubectl.printObject(after, try kubectl.outputFormat(flags), flags, operation: word)
  }

  private enum Reading {
    case value(Value)
    case problem(Problem)
  }

  /// JSON goes to the server as it is, and it is the server that complains of it.
  private func read(_ text: String) -> Reading {
    let first = text.first { !$0.isWhitespace }
    if first == "{" || first == "[" {
      do throws(JSONError) { return .value(try Value(json: text)) } catch {
        return .problem(.status(Status(400, "BadRequest", error.message)))
      }
    }
    do throws(ManifestError) {
      return .value(try Manifest(parsing: text).documents.first?.value ?? .null)
    } catch {
      return .problem(
        .message("unable to parse \(goQuoted(text)): \(error.message)"))
    }
  }

  private func rehearse(
    _ before: Value, _ change: Value, _ type: PatchType, _ target: Target, _ kubectl: Session
  ) throws(Halt) -> Value {
    var kubectl = kubectl
    switch type {
    case .merge, .apply: return MergePatch.applied(change, to: before)
    case .json:
      do throws(PatchError) { return try JSONPatch(change).applied(to: before) } catch {
        throw kubectl.fail(error.description)
      }
    case .strategic:
      let shape = kubectl.kinds()[target.kind].mergeShape
      do throws(PatchError) {
        return try StrategicMerge.applied(change, to: before, shape: shape)
      } catch { throw kubectl.fail(error.description) }
    }
  }
}
