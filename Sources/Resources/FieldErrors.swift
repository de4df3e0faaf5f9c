import Tree

/// The complaints about one object, in the words of `k8s.io/apimachinery/pkg/util/validation/field`.
public struct FieldErrors: Sendable {
  /// One complaint: the place, the reason that machines read, and the whole text.
  public struct Complaint: Hashable, Sendable {
    public let field: String
    public let reason: String
    /// The text without the place in front.
    public let detail: String
    public var message: String { field + ": " + detail }
  }

  public private(set) var complaints: [Complaint] = []

  public init() {}

  public var isEmpty: Bool { complaints.isEmpty }

  private mutating func add(_ field: String, _ reason: String, _ detail: String) {
    complaints.append(Complaint(field: field, reason: reason, detail: detail))
  }

  public mutating func required(_ field: String, _ detail: String = "") {
    add(field, "FieldValueRequired", "Required value" + (detail.isEmpty ? "" : ": " + detail))
  }
  /// `value` as Go's `%#v` would show it: strings are passed in quotes already.
  public mutating func invalid(_ field: String, _ value: String, _ detail: String) {
    add(field, "FieldValueInvalid", "Invalid value: \(value): \(detail)")
  }
  public mutating func invalid(_ field: String, _ value: Int64, _ detail: String) {
    invalid(field, String(value), detail)
  }
  public mutating func invalid(_ field: String, string value: String, _ detail: String) {
    invalid(field, quoted(value), detail)
  }
  public mutating func duplicate(_ field: String, _ value: String) {
    add(field, "FieldValueDuplicate", "Duplicate value: \(value)")
  }
  /// The values in the order in which the server's source names them; its sets come sorted.
  public mutating func unsupported(_ field: String, _ value: String, _ supported: [String]) {
    unsupported(field, shown: quoted(value), supported)
  }
  /// `value` as Go's `%#v` would show it.
  public mutating func unsupported(_ field: String, shown value: String, _ supported: [String]) {
    let list = supported.map(quoted).joined(separator: ", ")
    add(
      field, "FieldValueNotSupported", "Unsupported value: \(value): supported values: \(list)")
  }
  public mutating func forbidden(_ field: String, _ detail: String) {
    add(field, "FieldValueForbidden", "Forbidden: " + detail)
  }
  public mutating func notFound(_ field: String, _ value: String) {
    add(field, "FieldValueNotFound", "Not found: " + value)
  }
  public mutating func tooLong(_ field: String, _ most: Int) {
    add(field, "FieldValueTooLong", "Too long: may not be more than \(most) bytes")
  }
  public mutating func tooMany(_ field: String, _ count: Int, _ most: Int) {
    add(field, "FieldValueTooMany", "Too many: \(count): must have at most \(most) items")
  }
}
