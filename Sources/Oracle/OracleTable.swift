import Tree

/// A table of inputs and answers of a real function, and how to give ours.
package struct OracleTable: Sendable {
  /// The file's name without `.json`.
  package var name: String
  /// The share of its cases, in percent, that the project claims to agree with.
  package var share: Int
  /// What is wrong with our answer to one case; nil when it agrees.
  package var disagreement: @Sendable (_ oneCase: Value, _ table: Value) -> String?

  package init(
    _ name: String, share: Int,
    disagreement: @escaping @Sendable (_ oneCase: Value, _ table: Value) -> String?
  ) {
    self.name = name
    self.share = share
    self.disagreement = disagreement
  }
}

/// Collects what differs between our answer and the one expected.
struct Differences {
  private(set) var text = ""

  mutating func expect<T: Equatable>(_ what: String, _ ours: T, is theirs: T) {
    if ours != theirs { text += "\(what): got \(ours), expected \(theirs); " }
  }

  /// nil when nothing differs.
  func summary(of oneCase: Value) -> String? {
    text.isEmpty ? nil : "\(text)in \(oneCase.json(escapingHTML: false))"
  }
}
