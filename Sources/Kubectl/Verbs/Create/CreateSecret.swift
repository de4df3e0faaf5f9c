import Cluster
import Resources
import Tree

/// `kubectl create secret generic`.
struct CreateGenericSecret: Generator {
  let path = ["create", "secret", "generic"]
  let summary = Text(
    "Create a secret from a local file, directory, or literal value", "由文件或字面值创建 Secret。")
  let failure: String? = "failed to create secret"
  let ownFlags =
    KeyedSources.flags
    + [FlagSpec.appendHash, FlagSpec("type", help: Text("The kind of Secret.", "Secret 的类型。"))]

  func object(
    _ name: String, _ flags: ParsedFlags, _ kubectl: inout Session
  ) throws(Halt) -> Value {
    var sources = KeyedSources("Secret", name)
    try sources.read(flags, &kubectl)
    var tree = Value.object("v1", "Secret", name)
    if !sources.entries.isEmpty { tree["data"] = .secret(sources.entries) }
    if !flags.string("type").isEmpty { tree["type"] = .string(flags.string("type")) }
    return tree
  }
}

/// `kubectl create secret tls`.
struct CreateTLSSecret: Generator {
  let path = ["create", "secret", "tls"]
  let summary = Text("Create a TLS secret", "创建 TLS Secret。")
  let failure: String? = "failed to create secret"
  let ownFlags = [
    FlagSpec("cert", help: Text("File of the certificate.", "证书文件。")),
    FlagSpec.appendHash, FlagSpec("key", help: Text("File of the private key.", "私钥文件。")),
  ]

  func object(
    _ name: String, _ flags: ParsedFlags, _ kubectl: inout Session
  ) throws(Halt) -> Value {
    let files = (flags.string("cert"), flags.string("key"))
    if files.0.isEmpty || files.1.isEmpty {
      throw kubectl.fail("key and cert must be specified")
    }
    let certificate = try read(files.0, &kubectl)
    let key = try read(files.1, &kubectl)
    for (text, part) in [(certificate, "certificate"), (key, "key")]
    where !text.hasPrefix("-----BEGIN ") && !text.utf8.elementsContain("\n-----BEGIN ") {
      throw kubectl.fail("tls: failed to find any PEM data in \(part) input")
    }
    var tree = Value.object("v1", "Secret", name)
    tree["type"] = "kubernetes.io/tls"
    tree["data"] = .secret([("tls.crt", certificate), ("tls.key", key)])
    return tree
  }

  private func read(_ file: String, _ kubectl: inout Session) throws(Halt) -> String {
    do throws(Halt) { return try kubectl.system.readFile(file) } catch {
      guard case .exit = error else { throw error }
      throw kubectl.fail("Cannot read file \(file), open \(file): no such file or directory")
    }
  }
}

/// `kubectl create secret docker-registry`.
struct CreateRegistrySecret: Generator {
  let path = ["create", "secret", "docker-registry"]
  let summary = Text(
    "Create a secret for use with a Docker registry", "创建用于镜像仓库的 Secret。")
  let failure: String? = "failed to create secret"
  let ownFlags = [
    FlagSpec.appendHash, FlagSpec("docker-username", help: Text("The user's name.", "用户名。")),
    FlagSpec("docker-password", help: Text("The user's password.", "密码。")),
    FlagSpec("docker-email", help: Text("The user's address.", "电子邮件地址。")),
    FlagSpec(
      "docker-server", default: "https://index.docker.io/v1/",
      help: Text("The registry.", "镜像仓库。")),
    FlagSpec(
      "from-file", nil, .stringList, help: Text("A file .dockerconfigjson.", "配置文件。")),
  ]

  func object(
    _ name: String, _ flags: ParsedFlags, _ kubectl: inout Session
  ) throws(Halt) -> Value {
    var tree = Value.object("v1", "Secret", name)
    tree["type"] = "kubernetes.io/dockerconfigjson"
    if flags.isSet("from-file") {
      var sources = KeyedSources("Secret", name)
      try sources.read(flags, &kubectl)
      tree["data"] = .secret(sources.entries)
      return tree
    }
    let user = flags.string("docker-username")
    let password = flags.string("docker-password")
    let server = flags.string("docker-server")
    if user.isEmpty || password.isEmpty || server.isEmpty {
      throw kubectl.fail(
        "either --from-file or the combination of --docker-username, --docker-password and --docker-server is required"
      )
    }
    let login = Base64.encoded((user + ":" + password).utf8)
    let email = flags.string("docker-email")
    // The order of docker's own file, which is not that of the names.
    let members =
      [("username", user), ("password", password)]
      + (email.isEmpty ? [] : [("email", email)]) + [("auth", login)]
    let body = members.map { "\(goJSON($0.0)):\(goJSON($0.1))" }.joined(separator: ",")
    tree["data"] = .secret([(".dockerconfigjson", "{\"auths\":{\(goJSON(server)):{\(body)}}}")])
    return tree
  }

  private func goJSON(_ text: String) -> String { Value.string(text).json() }
}

extension Value {
  /// The `data` of a Secret.
  static func secret(_ entries: [(key: String, text: String)]) -> Value {
    .object(Fields(entries.map { ($0.key, .string(Base64.encoded($0.text.utf8))) }))
  }
}

extension String.UTF8View {
  /// Whether the bytes occur in a row.
  fileprivate func elementsContain(_ text: String) -> Bool {
    let wanted = Array(text.utf8)
    let bytes = Array(self)
    guard bytes.count >= wanted.count else { return false }
    return (0...(bytes.count - wanted.count)).contains {
      bytes[$0..<($0 + wanted.count)].elementsEqual(wanted)
    }
  }
}
