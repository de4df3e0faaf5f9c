import Simulation
import Tree

/// A kind of API object: the struct of everything but its metadata, and what the API server does with it.
public protocol Kind: Modeled {
  static var resource: Resource { get }
  /// Fills in what the writer left out, as the API server's defaulting does.
  mutating func setDefaults(_ metadata: inout Metadata)
  /// What the server writes of its own accord into a new or changed object (`PrepareForCreate`, `PrepareForUpdate`).
  mutating func prepare(_ metadata: inout Metadata, old: Object<Self>?)
  /// What is wrong with a new or changed object, in the order in which the API server reports it.
  func validate(_ metadata: Metadata, _ errors: inout FieldErrors)
  /// What keeps Go from reading the object at all, beyond the types of its fields (bytes that are none).
  var decodingProblem: String? { get }
  /// What may not change, checked after `validate` on an update.
  func validateUpdate(from old: Self, _ metadata: Metadata, _ errors: inout FieldErrors)
  /// Takes over what a write of the main resource may not change (the status), or drops it on creation.
  mutating func keepStatus(of old: Self?)
  /// Takes over everything that a write of the status subresource may not change.
  mutating func keepSpec(of old: Self)
  /// Whether the part that `generation` counts differs.
  func specDiffers(from old: Self) -> Bool
  /// Fields beyond metadata.name and metadata.namespace that a field selector may name.
  func selectableField(_ path: String) -> String?
  static var selectableFields: [String] { get }
  /// How the server prints the kind in a table.
  static var columns: [Column<Self>] { get }
  static var nameRule: NameRule { get }
  /// Whether the server writes nothing of its own into objects of the kind: no defaults, no status.
  static var isPlain: Bool { get }
  /// What the server warns of whoever uses the kind, where it is on its way out (`APILifecycleDeprecated`).
  static var deprecationWarning: String? { get }
}

extension Kind {
  public static var deprecationWarning: String? { nil }
  public mutating func setDefaults(_ metadata: inout Metadata) {}
  public mutating func prepare(_ metadata: inout Metadata, old: Object<Self>?) {}
  public func validate(_ metadata: Metadata, _ errors: inout FieldErrors) {}
  public var decodingProblem: String? { nil }
  public func validateUpdate(from old: Self, _ metadata: Metadata, _ errors: inout FieldErrors) {}
  public mutating func keepStatus(of old: Self?) {}
  public mutating func keepSpec(of old: Self) {}
  public func specDiffers(from old: Self) -> Bool { false }
  public func selectableField(_ path: String) -> String? { nil }
  public static var selectableFields: [String] { [] }
  public static var columns: [Column<Self>] { [.name, .age] }
  public static var nameRule: NameRule { .subdomain }
  public static var isPlain: Bool { false }
}

/// What a name may look like; most kinds take a DNS subdomain.
public enum NameRule: Sendable {
  case subdomain
  case label
  case label1035
  /// Anything that can stand in a path (RBAC).
  case pathSegment
}

/// A kind with the usual two halves: what is wished for and what is so.
public protocol SpecStatusKind: Kind {
  associatedtype Spec: Modeled
  associatedtype Status: Modeled
  var spec: Spec { get set }
  var status: Status { get set }
}

extension SpecStatusKind {
  public mutating func keepStatus(of old: Self?) { status = old?.status ?? Status() }
  public mutating func keepSpec(of old: Self) {
    let mine = status
    self = old
    status = mine
  }
  public func specDiffers(from old: Self) -> Bool { spec != old.spec }
}

/// One column of the table that the API server prints for a kind.
public struct Column<K: Kind>: Sendable {
  public let name: String
  /// 0 is always shown, 1 only with `-o wide`.
  public let priority: Int
  public let cell: @Sendable (Object<K>, Instant) -> String

  public init(
    _ name: String, wide: Bool = false, _ cell: @escaping @Sendable (Object<K>, Instant) -> String
  ) {
    self.name = name
    self.priority = wide ? 1 : 0
    self.cell = cell
  }

  public static var name: Column { Column("Name") { object, _ in object.metadata.name } }
  public static var age: Column {
    Column("Age") { object, now in elapsed(since: object.metadata.creationTimestamp, now) }
  }
}

/// The AGE column: how long ago, or `<unknown>`.
public func elapsed(since time: Time?, _ now: Instant) -> String {
  guard let time else { return "<unknown>" }
  return HumanDuration.text(seconds: Int(now.unixSeconds - time.unixSeconds))
}
