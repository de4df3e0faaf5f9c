import Tree

/// Why one of our own files is refused, with a way out.
package struct StrictYAMLError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Counted from 1; nil when the whole text is meant.
  package var line: Int?
  package var problem: String

  package init(line: Int? = nil, problem: String) {
    self.line = line
    self.problem = problem
  }

  package var description: String { (line.map { "line \($0): " } ?? "") + problem }
}

/// YAML for our own files: what readers of YAML understand differently must be written unmistakably.
package enum StrictYAML {
  /// Reads a text of one document.
  package static func document(_ text: String) throws(StrictYAMLError) -> ManifestDocument {
    let documents = try documents(text)
    guard let first = documents.first else {
      throw StrictYAMLError(problem: "there is nothing in this file")
    }
    guard documents.count == 1 else {
      throw StrictYAMLError(
        line: documents[1].firstLine, problem: "a second document begins here: one was expected")
    }
    return first
  }

  /// Reads a text of several documents, split at lines of `---`.
  package static func documents(_ text: String) throws(StrictYAMLError) -> [ManifestDocument] {
    var splitter = DocumentSplitter(Array(text.utf8))
    var documents: [ManifestDocument] = []
    do throws(ManifestError) {
      while let part = try splitter.next() {
        let document = try ManifestDocument(part)
        if let error = document.firstAmbiguity { throw error }
        if document.value != .null { documents.append(document) }
      }
    } catch {
      throw StrictYAMLError(line: error.line, problem: error.message.withoutYAMLPrefix)
    }
    return documents
  }
}

extension ManifestDocument {
  fileprivate var firstAmbiguity: ManifestError? {
    for index in tree.nodes.indices {
      let node = tree.nodes[index]
      let found =
        switch node.content {
        case .scalar(let text, true) where node.tag == nil:
          Ambiguity.problem(of: text).map { (node.place.line, $0) }
        case .mapping(let pairs): keyProblem(pairs)
        default: nil as (line: Int, problem: String)?
        }
      if let (line, problem) = found {
        return ManifestError(message: problem, line: line + firstLine - 1)
      }
    }
    return nil
  }

  private func keyProblem(
    _ pairs: [(key: YAMLTree.Index, value: YAMLTree.Index)]
  ) -> (line: Int, problem: String)? {
    var seen: [String: Int] = [:]
    for (key, _) in pairs {
      let node = tree[tree.resolved(key)]
      guard case .scalar(let name, let isPlain) = node.content else {
        return (node.place.line, "a key must be text")
      }
      let line = tree[key].place.line
      if isPlain, node.tag == nil {
        switch YAMLScalar(name) {
        case .string, .merge: break
        default: return (line, "the key \(name) is not text: write \"\(name)\"")
        }
      }
      if let first = seen[name] {
        return (line, "\(name) is given twice: it already stands in line \(first + firstLine - 1)")
      }
      seen[name] = line
    }
    return nil
  }
}

/// Plain scalars that mean different things to different readers.
private enum Ambiguity {
  static func problem(of text: String) -> String? {
    let quotes = "\"\(text)\""
    switch YAMLScalar(text) {
    case .bool(let flag) where text != "true" && text != "false":
      return "\(text) means \(flag) to kubectl: write \(flag), or \(quotes) for the word"
    case .null where !["", "null", "~"].contains(text):
      return "\(text) means null to kubectl: write null, or \(quotes) for the word"
    case .int(let number) where text != String(number):
      return "\(text) means \(number) to kubectl: write \(number), or \(quotes) for the text"
    case .decimal(let number) where text != number:
      return "\(text) means \(number) to kubectl: write \(number), or \(quotes) for the text"
    case .special: return "\(text) is no number that JSON has: write \(quotes) for the text"
    case .timestamp: return "\(text) is a date to some readers: write \(quotes)"
    case .string where isSexagesimal(text):
      return "\(text) is a number of base 60 to some readers: write \(quotes)"
    default: return nil
    }
  }
}

extension String {
  /// The message without the words that kubectl puts before it, and without the line inside the document.
  fileprivate var withoutYAMLPrefix: String {
    var text = self[...]
    let prefix = "error converting YAML to JSON: yaml: "
    if text.hasPrefix(prefix) { text = text.dropFirst(prefix.count) }
    if text.hasPrefix("line "), let colon = text.firstIndex(of: ":") {
      text = text[text.index(after: colon)...].drop { $0 == " " }
    }
    return String(text)
  }
}
