import Tree

/// What names may look like, with the messages of k8s.io/apimachinery's util/validation: each rule gives
/// the list of what is wrong, which is empty for a valid name. Lengths are in bytes.
public enum NameRules {
  public static func dns1123Label(_ name: String) -> [String] {
    var problems = tooLong(name, 63)
    if !isDNSLabel(name.utf8[...]) {
      problems.append(
        isDNSSubdomain(name.utf8[...])
          ? "must not contain dots"
          : regexProblem(
            "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', "
              + "and must start and end with an alphanumeric character",
            labelPattern, "my-name", "123-abc"))
    }
    return problems
  }

  public static func dns1123Subdomain(_ name: String) -> [String] {
    var problems = tooLong(name, 253)
    if !isDNSSubdomain(name.utf8[...]) {
      problems.append(
        regexProblem(
          "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' "
            + "or '.', and must start and end with an alphanumeric character",
          subdomainPattern, "example.com"))
    }
    return problems
  }

  public static func dns1035Label(_ name: String) -> [String] {
    var problems = tooLong(name, 63)
    if !isDNSLabel(name.utf8[...]) || name.utf8.first.map(isDigit) != false {
      problems.append(
        regexProblem(
          "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with "
            + "an alphabetic character, and end with an alphanumeric character",
          "[a-z]([-a-z0-9]*[a-z0-9])?", "my-name", "abc-123"))
    }
    return problems
  }

  public static func wildcardDNS1123Subdomain(_ name: String) -> [String] {
    var problems = tooLong(name, 253)
    if !name.utf8.starts(with: "*.".utf8) || !isDNSSubdomain(name.utf8.dropFirst(2)) {
      problems.append(
        regexProblem(
          "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, "
            + "which must consist of lower case alphanumeric characters, '-' or '.' and end with an "
            + "alphanumeric character",
          "\\*\\.\(subdomainPattern)", "*.example.com"))
    }
    return problems
  }

  /// A label's key: `name` or `prefix.example/name`.
  public static func qualifiedName(_ name: String) -> [String] {
    if name.utf8.count <= 63, isQualified(name.utf8[...]) { return [] }
    var problems: [String] = []
    let parts = name.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    if parts.count > 2 {
      return [
        "a qualified name \(qualifiedNameProblem) with an optional DNS subdomain prefix and '/' "
          + "(e.g. 'example.com/MyName')"
      ]
    }
    if parts.count == 2 {
      let prefix = String(decoding: parts[0], as: UTF8.self)
      problems +=
        prefix.isEmpty
        ? ["prefix part must be non-empty"] : dns1123Subdomain(prefix).map { "prefix part \($0)" }
    }
    let last = parts[parts.count - 1]
    if last.isEmpty {
      problems.append("name part must be non-empty")
    } else if last.count > 63 {
      problems.append("name part must be no more than 63 characters")
    }
    if !isQualified(last) { problems.append("name part \(qualifiedNameProblem)") }
    return problems
  }

  public static func labelValue(_ value: String) -> [String] {
    var problems = tooLong(value, 63)
    if !value.isEmpty, !isQualified(value.utf8[...]) {
      problems.append(
        regexProblem(
          "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' "
            + "or '.', and must start and end with an alphanumeric character",
          "(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?", "MyValue", "my_value", "12345"))
    }
    return problems
  }

  public static func envVarName(_ name: String) -> [String] {
    var problems: [String] = []
    if !isConfigKey(name) || name.utf8.first.map(isDigit) == true {
      problems.append(
        regexProblem(
          "a valid environment variable name must consist of alphabetic characters, digits, '_', "
            + "'-', or '.', and must not start with a digit",
          "[-._a-zA-Z][-._a-zA-Z0-9]*", "my.env-name", "MY_ENV.NAME", "MyEnvName1"))
    }
    return problems + parentFolder(name)
  }

  /// What Pods may use from 1.32 on (`IsRelaxedEnvVarName`).
  public static func relaxedEnvVarName(_ name: String) -> [String] {
    if name.isEmpty { return ["environment variable name must be non-empty"] }
    let isAllowed = name.utf8.allSatisfy { (0x20...0x7E).contains($0) && $0 != UInt8(ascii: "=") }
    return isAllowed
      ? []
      : [
        "a valid environment variable name must consist only of printable ASCII characters other "
          + "than '='"
      ]
  }

  public static func configMapKey(_ key: String) -> [String] {
    var problems = tooLong(key, 253)
    if !isConfigKey(key) {
      problems.append(
        regexProblem(
          "a valid config key must consist of alphanumeric characters, '-', '_' or '.'",
          "[-._a-zA-Z0-9]+", "key.name", "KEY_NAME", "key-name"))
    }
    return problems + parentFolder(key)
  }

  public static func portName(_ name: String) -> [String] {
    var problems = tooLong(name, 15)
    let bytes = Array(name.utf8)
    if bytes.isEmpty || !bytes.allSatisfy({ isLowerAlphanumeric($0) || $0 == hyphen }) {
      problems.append("must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)")
    }
    if !bytes.contains(where: { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) }) {
      problems.append("must contain at least one letter (a-z)")
    }
    if zip(bytes, bytes.dropFirst()).contains(where: { $0 == hyphen && $1 == hyphen }) {
      problems.append("must not contain consecutive hyphens")
    }
    if bytes.first == hyphen || bytes.last == hyphen {
      problems.append("must not begin or end with a hyphen")
    }
    return problems
  }

  public static func portNumber(_ port: Int) -> [String] {
    (1...65_535).contains(port) ? [] : ["must be between 1 and 65535, inclusive"]
  }

  public static func percent(_ text: String) -> [String] {
    let digits = text.utf8.dropLast()
    if text.utf8.last == UInt8(ascii: "%"), !digits.isEmpty, digits.allSatisfy(isDigit) {
      return []
    }
    return [
      regexProblem(
        "a valid percent string must be a numeric string followed by an ending '%'", "[0-9]+%",
        "1%", "93%")
    ]
  }

  public static func httpHeaderName(_ name: String) -> [String] {
    let isValid =
      !name.isEmpty
      && name.utf8.allSatisfy { isAlphanumeric($0) || $0 == hyphen || $0 == UInt8(ascii: "_") }
    return isValid
      ? []
      : [
        regexProblem(
          "a valid HTTP header must consist of alphanumeric characters or '-'",
          "[-A-Za-z0-9]+", "X-Header-Name")
      ]
  }

  /// The name to check for one that more letters are to follow (`generateName`): its hyphen may end it.
  public static func maskingTrailingDash(_ name: String) -> String {
    name.utf8.count > 1 && name.utf8.last == hyphen ? String(name.dropLast()) + "a" : name
  }
}

extension NameRules {
  private static let labelPattern = "[a-z0-9]([-a-z0-9]*[a-z0-9])?"
  private static let subdomainPattern = "\(labelPattern)(\\.\(labelPattern))*"
  private static let hyphen = UInt8(ascii: "-")
  private static let qualifiedNameProblem = regexProblem(
    "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an "
      + "alphanumeric character",
    "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]", "MyName", "my.name", "123-abc")

  private static func regexProblem(
    _ problem: String, _ pattern: String, _ examples: String...
  ) -> String {
    let list = examples.map { "'\($0)', " }.joined(separator: " or ")
    return "\(problem) (e.g. \(list)regex used for validation is '\(pattern)')"
  }

  private static func tooLong(_ name: String, _ limit: Int) -> [String] {
    name.utf8.count > limit ? ["must be no more than \(limit) characters"] : []
  }

  private static func parentFolder(_ name: String) -> [String] {
    if name == "." { return ["must not be '.'"] }
    if name == ".." { return ["must not be '..'"] }
    return name.utf8.starts(with: "..".utf8) ? ["must not start with '..'"] : []
  }

  private static func isDNSLabel(_ text: Substring.UTF8View) -> Bool {
    guard let first = text.first, let last = text.last else { return false }
    return isLowerAlphanumeric(first) && isLowerAlphanumeric(last)
      && text.allSatisfy { isLowerAlphanumeric($0) || $0 == hyphen }
  }

  /// Labels with dots between them.
  private static func isDNSSubdomain(_ text: Substring.UTF8View) -> Bool {
    withBytes(text, isDNSSubdomain)
  }

  private static func isDNSSubdomain(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    var before = UInt8(ascii: ".")
    for byte in text {
      if byte == UInt8(ascii: ".") {
        if !isLowerAlphanumeric(before) { return false }
      } else if byte == hyphen {
        if before == UInt8(ascii: ".") { return false }
      } else if !isLowerAlphanumeric(byte) {
        return false
      }
      before = byte
    }
    return isLowerAlphanumeric(before)
  }

  private static func isQualified(_ text: Substring.UTF8View) -> Bool {
    withBytes(text) { bytes in
      guard let first = bytes.first, let last = bytes.last else { return false }
      return isAlphanumeric(first) && isAlphanumeric(last) && bytes.allSatisfy(isConfigKeyByte)
    }
  }

  /// Hands over the bytes as they lie in memory: every name of every object is looked at.
  private static func withBytes(
    _ text: Substring.UTF8View, _ rule: (UnsafeBufferPointer<UInt8>) -> Bool
  ) -> Bool {
    text.withContiguousStorageIfAvailable(rule)
      ?? Array(text).withUnsafeBufferPointer { rule($0) }
  }

  private static func isConfigKey(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy(isConfigKeyByte)
  }

  private static func isConfigKeyByte(_ byte: UInt8) -> Bool {
    isAlphanumeric(byte) || byte == hyphen || byte == UInt8(ascii: "_")
      || byte == UInt8(ascii: ".")
  }

  private static func isLowerAlphanumeric(_ byte: UInt8) -> Bool {
    isDigit(byte) || byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "z")
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    isLowerAlphanumeric(byte) || byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z")
  }
}
