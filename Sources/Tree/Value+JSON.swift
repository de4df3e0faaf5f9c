extension Value {
  /// Reads a JSON text that is one value.
  public init(json text: String) throws(JSONError) {
    var reader = JSONReader(Array(text.utf8))
    self = try reader.document()
  }

  /// Reads a JSON text that is one value, from its bytes.
  public init(json bytes: [UInt8]) throws(JSONError) {
    var reader = JSONReader(bytes)
    self = try reader.document()
  }

  /// JSON on one line, members in byte order, as Go's `json.Marshal`.
  public func json(escapingHTML: Bool = true) -> String {
    JSONWriter.text(self, indent: 0, escapesHTML: escapingHTML)
  }

  /// JSON over several lines, as `kubectl -o json` prints it; without a last line break.
  public func indentedJSON(by spaces: Int = 4, escapingHTML: Bool = true) -> String {
    JSONWriter.text(self, indent: spaces, escapesHTML: escapingHTML)
  }
}
