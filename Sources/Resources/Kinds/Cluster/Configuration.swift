import Simulation
import Tree

/// Settings as text, by key.
public struct ConfigMap: Kind {
  public var data = StringMap()
  public var binaryData = StringMap()
  public var immutable: Bool?
  public var rest = Fields()
  public init() {}

  public static let resource = Resource("", "v1", "ConfigMap", plural: "configmaps", short: ["cm"])
  public static let schema = Schema<ConfigMap>(
    "ConfigMap", Text("Settings as text, by key.", "以键值保存的文本配置。")
  ) {
    $0.field("immutable", \.immutable, "Whether it can no longer change.", "是否不可再更改。")
    $0.field("data", \.data, "Texts by key.", "按键保存的文本。")
    $0.field("binaryData", \.binaryData, "Bytes by key, in base64.", "按键保存的字节，以 base64 编码。")
  }
  public static let columns: [Column<ConfigMap>] = [
    .name, Column("Data") { map, _ in String(map.data.count + map.binaryData.count) }, .age,
  ]

  public func validate(_ metadata: Metadata, _ errors: inout FieldErrors) {
    for (name, map) in [("data", data), ("binaryData", binaryData)] {
      for key in map.keys {
        for problem in NameRules.configMapKey(key) {
          errors.invalid("\(name)[\(key)]", string: key, problem)
        }
        if name == "binaryData", data[key] != nil {
          errors.invalid("binaryData[\(key)]", string: key, "duplicate of key present in data")
        }
      }
    }
  }

  public var decodingProblem: String? { Secret.decodingProblem(binaryData) }

  public func validateUpdate(
    from old: ConfigMap, _ metadata: Metadata, _ errors: inout FieldErrors
  ) {
    guard old.immutable == true else { return }
    if immutable != true {
      errors.forbidden("immutable", "field is immutable when `immutable` is set")
    }
    if data != old.data { errors.forbidden("data", "field is immutable when `immutable` is set") }
    if binaryData != old.binaryData {
      errors.forbidden("binaryData", "field is immutable when `immutable` is set")
    }
  }
}

/// Settings that are shown to fewer people; base64 hides nothing.
public struct Secret: Kind {
  public var data = StringMap()
  public var stringData = StringMap()
  public var type = ""
  public var immutable: Bool?
  public var rest = Fields()
  public init() {}

  public static let resource = Resource("", "v1", "Secret", plural: "secrets")
  public static let schema = Schema<Secret>(
    "Secret",
    Text("Settings that fewer people may read; base64 hides nothing.", "可读者更少的配置；base64 并不加密。")
  ) {
    $0.field("immutable", \.immutable, "Whether it can no longer change.", "是否不可再更改。")
    $0.field("data", \.data, "Bytes by key, in base64.", "按键保存的字节，以 base64 编码。")
    $0.field("stringData", \.stringData, "Texts by key, only to write.", "按键写入的文本，仅用于写。")
    $0.field("type", \.type, "What the secret is for.", "Secret 的用途。", default: "Opaque")
  }
  public static let columns: [Column<Secret>] = [
    .name, Column("Type") { secret, _ in secret.type },
    Column("Data") { secret, _ in String(secret.data.count) }, .age,
  ]
  public static let selectableFields = ["type"]
  public func selectableField(_ path: String) -> String? { path == "type" ? type : nil }

  public mutating func setDefaults(_ metadata: inout Metadata) {
    if type.isEmpty { type = "Opaque" }
    for (key, text) in stringData { data[key] = Base64.encoded(text.utf8) }
    stringData = [:]
  }

  public func validate(_ metadata: Metadata, _ errors: inout FieldErrors) {
    for key in data.keys {
      for problem in NameRules.configMapKey(key) {
        errors.invalid("data[\(key)]", string: key, problem)
      }
    }
    for key in Self.neededKeys(of: type, data) { errors.required("data[\(key)]") }
  }

  /// The keys that a type demands and the data lack.
  private static func neededKeys(of type: String, _ data: StringMap) -> [String] {
    let needed: [String] =
      switch type {
      case "kubernetes.io/tls": ["tls.crt", "tls.key"]
      case "kubernetes.io/dockerconfigjson": [".dockerconfigjson"]
      case "kubernetes.io/dockercfg": [".dockercfg"]
      case "kubernetes.io/ssh-auth": ["ssh-privatekey"]
      case "kubernetes.io/basic-auth":
        data["username"] == nil && data["password"] == nil ? ["username", "password"] : []
      default: []
      }
    return needed.filter { data[$0] == nil }
  }

  public var decodingProblem: String? { Self.decodingProblem(data) }

  /// Why the bytes of a map are none.
  static func decodingProblem(_ data: StringMap) -> String? {
    for (_, text) in data {
      do throws(Base64.DecodingError) { _ = try Base64.decoding(text) } catch {
        return error.description
      }
    }
    return nil
  }

  public func validateUpdate(from old: Secret, _ metadata: Metadata, _ errors: inout FieldErrors) {
    if type != old.type { errors.invalid("type", string: type, "field is immutable") }
    if old.immutable == true, data != old.data {
      errors.forbidden("data", "field is immutable when `immutable` is set")
    }
  }
}

/// Who a pod is towards the API server.
public struct ServiceAccount: Kind {
  public var secrets: Value = .null
  public var imagePullSecrets: Value = .null
  public var automountServiceAccountToken: Bool?
  public var rest = Fields()
  public init() {}

  public static let resource = Resource(
    "", "v1", "ServiceAccount", plural: "serviceaccounts", short: ["sa"])
  public static let schema = Schema<ServiceAccount>(
    "ServiceAccount", Text("Who a pod is towards the API server.", "Pod 面对 API 服务器时的身份。")
  ) {
    $0.field(
      "secrets", \.secrets, "Secrets that pods of the account may use.", "该账号的 Pod 可使用的 Secret。")
    $0.field(
      "imagePullSecrets", \.imagePullSecrets, "Secrets for pulling images.", "拉取镜像所用的 Secret。")
    $0.field(
      "automountServiceAccountToken", \.automountServiceAccountToken,
      "Whether pods get a token.", "Pod 是否获得令牌。")
  }
  public static let columns: [Column<ServiceAccount>] = [
    .name, Column("Secrets") { account, _ in String(account.secrets.array?.count ?? 0) }, .age,
  ]
}
