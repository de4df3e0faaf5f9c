import Cluster
import Resources
import Tree

/// `kubectl create token`: the model has accounts, but issues no tokens.
struct CreateToken: Verb {
  let path = ["create", "token"]
  let summary = Text("Request a token for a ServiceAccount.", "为 ServiceAccount 申请令牌。")
  let arguments = "SERVICE_ACCOUNT_NAME [options]"
  let flags = [
    FlagSpec("duration", nil, .duration), FlagSpec("audience", nil, .stringArray),
    FlagSpec("bound-object-kind"), FlagSpec("bound-object-name"), FlagSpec("bound-object-uid"),
    FlagSpec("output", "o"),
  ]

  func run(_ flags: ParsedFlags, _ kubectl: inout Session) throws(Halt) -> Int32 {
    let names = flags.positional
    guard names.count == 1 else {
      throw usageError("exactly one NAME is required, got \(names.count)")
    }
    let account = Request(
      .get, Catalog.serviceAccounts, namespace: kubectl.namespace, name: names[0])
    if let status = try kubectl.request(account).failure {
      throw kubectl.fail("failed to create token: \(status.message)")
    }
    throw kubectl.notServed(
      "the model does not issue tokens for service accounts yet", "模型尚不能为服务账号签发令牌")
  }
}
