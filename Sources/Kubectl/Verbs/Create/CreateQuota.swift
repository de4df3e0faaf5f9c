import Cluster
import Resources
import Tree

/// `kubectl create quota`.
struct CreateQuota: Generator {
  let path = ["create", "quota"]
  let aliases = ["resourcequota"]
  let summary = Text("Create a ResourceQuota.", "创建 ResourceQuota。")
  let failure: String? = "failed to create quota:"
  let ownFlags = [
    FlagSpec("hard", help: Text("RESOURCE=QUANTITY, with commas.", "资源=数量，以逗号分隔。")),
    FlagSpec("scopes", help: Text("Which pods count, with commas.", "计入哪些 Pod，以逗号分隔。")),
  ]

  func object(
    _ name: String, _ flags: ParsedFlags, _ kubectl: inout Session
  ) throws(Halt) -> Value {
    var spec = Value.emptyObject
    var hard = Fields()
    let text = flags.string("hard")
    for pair in text.isEmpty ? [] : text.split(separator: ",", omittingEmptySubsequences: false) {
      let parts = pair.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
      guard parts.count == 2 else {
        throw kubectl.fail("Invalid argument syntax \(pair), expected <resource>=<value>")
      }
      do throws(QuantityError) {
        hard[parts[0]] = try Quantity(parsing: parts[1]).tree
      } catch { throw kubectl.fail(error.description) }
    }
    if !hard.isEmpty { spec["hard"] = .object(hard) }
    let scopes = flags.string("scopes").split(separator: ",").map(String.init)
    if !scopes.isEmpty { spec["scopes"] = .strings(scopes) }
    var tree = Value.object("v1", "ResourceQuota", name)
    tree["spec"] = spec
    tree["status"] = [:]
    return tree
  }
}
