import Simulation
import Tree

/// A kind of API object: the struct of everything but its metadata, and what the API server does with it.
package protocol Kind: Modeled {
  static var resource: Resource { get }
  /// Fills in what the writer left out, as the API server's defaulting does.
  mutating func setDefaults(_ metadata: inout Metadata)
  /// What the server writes of its own accord into a new or changed object (`PrepareForCreate`, `PrepareForUpdate`).
  mutating func prepare(_ metadata: inout Metadata, old: Object<Self>?)
  /// What is wrong with a new or changed object, in the order in which the API server reports it.
  func validate(_ metadata: Metadata, _ errors: inout FieldErrors)
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
}

extension Kind {
  package mutating func setDefaults(_ metadata: inout Metadata) {}
  package mutating func prepare(_ metadata: inout Metadata, old: Object<Self>?) {}
  package func validate(_ metadata: Metadata, _ errors: inout FieldErrors) {}
  package func validateUpdate(from old: Self, _ metadata: Metadata, _ errors: inout FieldErrors) {}
  package mutating func keepStatus(of old: Self?) {}
  package mutating func keepSpec(of old: Self) {}
  package func specDiffers(from old: Self) -> Bool { false }
  package func selectableField(_ path: String) -> String? { nil }
  package static var selectableFields: [String] { [] }
  package static var columns: [Column<Self>] { [.name, .age] }
  package static var nameRule: NameRule { .subdomain }
}

/// What a name may look like; most kinds take a DNS subdomain.
package enum NameRule: Sendable {
  case subdomain
  case label
  case label1035
  /// Anything that can stand in a path (RBAC).
  case pathSegment
}

/// A kind with the usual two halves: what is wished for and what is so.
package protocol SpecStatusKind: Kind {
  associatedtype Spec: Modeled
  associatedtype Status: Modeled
  var spec: Spec { get set }
  var status: Status { get set }
}

extension SpecStatusKind {
  package mutating func keepStatus(of old: Self?) { status = old?.status ?? Status() }
  package mutating func keepSpec(of old: Self) {
    let mine = status
    self = old
    status = mine
  }
  package func specDiffers(from old: Self) -> Bool { spec != old.spec }
}

/// One column of the table that the API server prints for a kind.
package struct Column<K: Kind>: Sendable {
  package let name: String
  /// 0 is always shown, 1 only with `-o wide`.
  package let priority: Int
  package let cell: @Sendable (Object<K>, Instant) -> String

  package init(
    _ name: String, wide: Bool = false, _ cell: @escaping @Sendable (Object<K>, Instant) -> String
  ) {
    self.name = name
    self.priority = wide ? 1 : 0
    self.cell = cell
  }

  package static var name: Column { Column("Name") { object, _ in object.metadata.name } }
  package static var age: Column {
    Column("Age") { object, now in elapsed(since: object.metadata.creationTimestamp, now) }
  }
}

/// The AGE column: how long ago, or `<unknown>`.
package func elapsed(since time: Time?, _ now: Instant) -> String {
  guard let time else { return "<unknown>" }
  return HumanDuration.text(seconds: Int(now.unixSeconds - time.unixSeconds))
}
