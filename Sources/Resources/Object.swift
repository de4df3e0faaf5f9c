import Simulation
import Tree

/// One immutable version of an API object, whatever its kind.
public protocol Record: AnyObject, Sendable {
  var resource: Resource { get }
  var metadata: Metadata { get }
  // Asked for often: a copy of all metadata for one of these would cost more than most of what is done with it.
  var name: String { get }
  var namespace: String { get }
  var uid: String { get }
  var key: ObjectKey { get }
  var ownerReferences: [OwnerReference] { get }
  var isBeingDeleted: Bool { get }
  /// The whole object as the API shows it.
  var tree: Value { get }
  func replacingMetadata(_ metadata: Metadata) -> any Record
  func cells(_ now: Instant) -> [String]
  func field(_ path: String) -> String?
}

/// One immutable version of an object of a kind that is known at compile time.
@dynamicMemberLookup
public final class Object<K: Kind>: Record {
  public let metadata: Metadata
  public let body: K

  public init(_ metadata: Metadata, _ body: K) {
    self.metadata = metadata
    self.body = body
  }

  public var resource: Resource { K.resource }
  public var name: String { metadata.name }
  public var namespace: String { metadata.namespace }
  public var uid: String { metadata.uid }
  public var key: ObjectKey { ObjectKey(metadata.namespace, metadata.name) }
  public var ownerReferences: [OwnerReference] { metadata.ownerReferences }
  public var isBeingDeleted: Bool { metadata.deletionTimestamp != nil }

  public subscript<Property>(dynamicMember path: KeyPath<K, Property>) -> Property {
    body[keyPath: path]
  }

  public var tree: Value {
    var tree = body.tree
    tree["apiVersion"] = .string(K.resource.apiVersion)
    tree["kind"] = .string(K.resource.kind)
    tree["metadata"] = metadata.tree
    return tree
  }

  public func replacingMetadata(_ metadata: Metadata) -> any Record { Object(metadata, body) }

  public func cells(_ now: Instant) -> [String] { K.columns.map { $0.cell(self, now) } }

  public func field(_ path: String) -> String? {
    switch path {
    case "metadata.name": metadata.name
    case "metadata.namespace": metadata.namespace
    default: body.selectableField(path)
    }
  }
}

extension Record {
  public var name: String { metadata.name }
  public var namespace: String { metadata.namespace }
  public var uid: String { metadata.uid }
  public var key: ObjectKey { ObjectKey(metadata.namespace, metadata.name) }
  public var ownerReferences: [OwnerReference] { metadata.ownerReferences }
  public var isBeingDeleted: Bool { metadata.isBeingDeleted }
  /// The owner that manages this object.
  public var controller: OwnerReference? { metadata.controller }
  /// The UID of that owner.
  public var controllerUID: String? { metadata.controllerUID }

  /// The reference that makes this object the controller of another.
  public var controllerReference: OwnerReference {
    var reference = OwnerReference()
    reference.apiVersion = resource.apiVersion
    reference.kind = resource.kind
    reference.name = name
    reference.uid = uid
    reference.controller = true
    reference.blockOwnerDeletion = true
    return reference
  }
}

/// Namespace and name: what tells objects of one kind apart at one time.
public struct ObjectKey: Hashable, Sendable, Comparable {
  public let namespace: String
  public let name: String

  public init(_ namespace: String, _ name: String) {
    self.namespace = namespace
    self.name = name
  }

  // Stores and caches of all components are tables by this key.
  public var hash: Int {
    var hash = TextHash()
    hash.mix(name)
    hash.mix(namespace)
    return hash.value
  }

  public func _rawHashValue(seed: Int) -> Int { hash ^ seed }

  public static func < (left: ObjectKey, right: ObjectKey) -> Bool {
    left.namespace == right.namespace
      ? left.name.precedes(right.name) : left.namespace.precedes(right.namespace)
  }

  /// `namespace/name`, or the name alone outside of namespaces: a work queue's key.
  public var text: String { namespace.isEmpty ? name : namespace + "/" + name }
}

// The two halves without a key path, which costs more than what is read through it; in place, without a copy.
extension Object where K: SpecStatusKind {
  public var spec: K.Spec { body.spec }
  public var status: K.Status { body.status }
}

extension Object where K == Pod {
  /// Whether the condition Ready is true.
  public var isReady: Bool { PodStatus.isReady(body.sharedStatus.wrappedValue.conditions) }
  @inlinable public var spec: PodSpec { _read { yield body.sharedSpec.wrappedValue } }
  @inlinable public var status: PodStatus { _read { yield body.sharedStatus.wrappedValue } }
}

extension Object where K == Node {
  public var spec: NodeSpec { _read { yield body.spec } }
  public var status: NodeStatus { _read { yield body.status } }
}
