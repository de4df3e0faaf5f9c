import Resources

extension FlagSpec {
  /// Flags that every command takes.
  package static let global: [FlagSpec] = [
    FlagSpec("as"), FlagSpec("as-group", nil, .stringArray), FlagSpec("as-uid"),
    FlagSpec("cache-dir", default: "/home/learner/.kube/cache"), FlagSpec("certificate-authority"),
    FlagSpec("client-certificate"), FlagSpec("client-key"), FlagSpec("cluster"),
    FlagSpec("context"), FlagSpec("disable-compression", nil, .bool),
    FlagSpec("insecure-skip-tls-verify", nil, .bool), FlagSpec("kubeconfig"),
    FlagSpec("log-flush-frequency", nil, .duration, default: "5s"),
    FlagSpec("match-server-version", nil, .bool),
    FlagSpec("namespace", "n"), FlagSpec("password"), FlagSpec("profile", default: "none"),
    FlagSpec("profile-output", default: "profile.pprof"), FlagSpec("request-timeout", default: "0"),
    FlagSpec("server", "s"), FlagSpec("tls-server-name"), FlagSpec("token"), FlagSpec("user"),
    FlagSpec("username"), FlagSpec("v", "v", .int), FlagSpec("vmodule"),
    FlagSpec("warnings-as-errors", nil, .bool),
    FlagSpec("help", "h", .bool),
  ]

  /// `-f`, `-R` and `-k`.
  package static let files: [FlagSpec] = [
    FlagSpec(
      "filename", "f", .stringList,
      help: Text(
        "Files to read; - is standard input.", "要读取的文件；- 表示标准输入。")),
    FlagSpec(
      "recursive", "R", .bool,
      help: Text(
        "Also read the folders below.", "同时读取下级目录。")),
    FlagSpec(
      "kustomize", "k",
      help: Text(
        "A kustomization folder.", "kustomization 目录。")),
  ]

  /// The output flags of `kubectl get` and of the verbs that print what they changed.
  package static let output: [FlagSpec] = [
    FlagSpec(
      "output", "o",
      help: Text(
        "json, yaml, name, go-template, go-template-file, template, templatefile, jsonpath, jsonpath-as-json or jsonpath-file.",
        "输出格式：json、yaml、name、go-template、jsonpath 等。")),
    FlagSpec(
      "template",
      help: Text(
        "The template for -o go-template.", "-o go-template 的模板。")),
    FlagSpec(
      "allow-missing-template-keys", nil, .bool, default: "true",
      help: Text(
        "Missing fields print as nothing.", "缺失的字段输出为空。")),
    FlagSpec(
      "show-managed-fields", nil, .bool,
      help: Text(
        "Show managedFields.", "显示 managedFields。")),
  ]

  package static let labelSelector = FlagSpec(
    "selector", "l",
    help: Text(
      "Label selector.", "标签选择算符。"))
  package static let fieldSelector = FlagSpec(
    "field-selector",
    help: Text(
      "Field selector.", "字段选择算符。"))
  package static let allNamespaces = FlagSpec(
    "all-namespaces", "A", .bool,
    help: Text(
      "In all namespaces.", "所有命名空间。"))
  package static let dryRun = FlagSpec(
    "dry-run", default: "none", noOptionDefault: "unchanged",
    help: Text(
      "none, server or client.", "none、server 或 client。"))
  package static let fieldManager = FlagSpec("field-manager")
  /// Keeps the command line in an annotation of what it changes.
  package static let record = FlagSpec("record", nil, .bool)
  package static let validate = FlagSpec(
    "validate", default: "strict", noOptionDefault: "strict",
    help: Text(
      "strict, warn or ignore.", "strict、warn 或 ignore。"))
}
