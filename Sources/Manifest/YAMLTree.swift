import Tree

/// A place in a text, counted from 1.
package struct Place: Hashable, Sendable {
  package var line: Int
  package var column: Int

  package init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }
}

/// One YAML document as it was written: nodes with their places, before scalars mean anything.
struct YAMLTree: Sendable {
  typealias Index = Int

  enum Content: Sendable {
    /// - Parameter isPlain: whether it stood without quotes.
    case scalar(String, isPlain: Bool)
    case sequence([Index])
    case mapping([(key: Index, value: Index)])
    case alias(Index, name: String)
  }

  struct Node: Sendable {
    var content: Content
    var tag: String?
    var place: Place
  }

  var nodes: [Node] = []
  /// nil when the text holds no document.
  var root: Index?

  subscript(index: Index) -> Node { nodes[index] }

  /// The node that an alias stands for, or the node itself.
  func resolved(_ index: Index) -> Index {
    if case .alias(let target, _) = nodes[index].content { target } else { index }
  }
}

/// Why a text is no YAML that kubectl could read, as go-yaml words it.
package struct YAMLError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The line of the document where reading failed, counted from 1.
  package var line: Int?
  /// `yaml: line 2: …`, where go-yaml's line is not always the true one.
  package var description: String

  init(_ problem: String, goLine: Int? = nil, line: Int? = nil) {
    self.line = line
    description = "yaml: " + (goLine.map { "line \($0): " } ?? "") + problem
  }

  /// An error that does not come from the YAML library.
  init(plain description: String) { self.description = description }
}
