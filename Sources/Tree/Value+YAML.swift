extension Value {
  /// Block YAML as `kubectl -o yaml` prints it, with a last line break.
  public func yaml() -> String {
    var writer = YAMLWriter()
    writer.document(self)
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  /// A number that go-yaml resolved, as `encoding/json` hands it on: whole where it is whole.
  public init(yamlDecimal text: String) {
    self = Int64(text).map { .int($0) } ?? .decimal(text)
  }
}
