/// Why a patch cannot be made or applied, in the words of the library that the API server uses.
package struct PatchError: Error, Hashable, Sendable, CustomStringConvertible {
  package var description: String

  package init(_ description: String) { self.description = description }
}
