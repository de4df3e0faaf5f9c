/// A large part of an object, which copies of the object share until one of them changes it: it costs a pointer.
///
/// Two that share it are found equal without a look inside.
@propertyWrapper
public struct Shared<Part: Sendable>: Sendable {
  /// Always one element: an array shares and copies by itself.
  @usableFromInline var storage: ContiguousArray<Part>

  @inlinable public init(wrappedValue: consuming Part) {
    storage = [consume wrappedValue]
  }

  @inlinable public var wrappedValue: Part {
    _read { yield storage[0] }
    _modify { yield &storage[0] }
  }

  /// Whether both are one and the same part in memory, not only equal ones.
  public func isIdentical(to other: Shared) -> Bool {
    storage.withUnsafeBufferPointer { mine in
      other.storage.withUnsafeBufferPointer { mine.baseAddress == $0.baseAddress }
    }
  }
}

extension Shared: Equatable where Part: Equatable {}
extension Shared: Hashable where Part: Hashable {}
