/// Why a patch cannot be made or applied, in the words of the library that the API server uses.
public struct PatchError: Error, Hashable, Sendable, CustomStringConvertible {
  public var description: String

  public init(_ description: String) { self.description = description }
}
