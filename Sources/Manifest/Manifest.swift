import Tree

/// What kubectl reads from a file or from standard input: one object after the other, in YAML or JSON.
package struct Manifest: Sendable {
  package var documents: [ManifestDocument]

  /// Reads as kubectl's `YAMLOrJSONDecoder`: JSON when the first character is `{`, else YAML split at
  /// lines that begin with `---`. Documents without content are passed over.
  package init(parsing text: String) throws(ManifestError) {
    let reader = Manifest.reading(text)
    if let error = reader.error { throw error }
    documents = reader.documents
  }

  /// The documents up to the first that cannot be read, and why it cannot: kubectl acts on those
  /// before it complains.
  package static func reading(
    _ text: String
  ) -> (documents: [ManifestDocument], error: ManifestError?) {
    let bytes = Array(text.utf8)
    let first = bytes.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
    return first == UInt8(ascii: "{") ? readingJSON(bytes) : readingYAML(bytes)
  }

  private static func readingYAML(
    _ bytes: [UInt8]
  ) -> (documents: [ManifestDocument], error: ManifestError?) {
    var splitter = DocumentSplitter(bytes)
    var documents: [ManifestDocument] = []
    do throws(ManifestError) {
      while let part = try splitter.next() {
        let document = try ManifestDocument(part)
        if document.value != .null { documents.append(document) }
      }
    } catch {
      return (documents, error)
    }
    return (documents, nil)
  }

  private static func readingJSON(
    _ bytes: [UInt8]
  ) -> (documents: [ManifestDocument], error: ManifestError?) {
    var reader = JSONReader(bytes)
    var documents: [ManifestDocument] = []
    do throws(JSONError) {
      while let value = try reader.next() {
        if value != .null { documents.append(ManifestDocument(value.asKubectlKeepsIt)) }
      }
    } catch {
      let isCut = error.message == "unexpected end of JSON input"
      let message = isCut ? "unexpected EOF" : "json: offset \(error.offset): \(error.message)"
      return (documents, ManifestError(message: message, line: nil))
    }
    return (documents, nil)
  }
}

extension Value {
  /// Numbers with a fraction or an exponent as 64-bit floating point hands them on.
  fileprivate var asKubectlKeepsIt: Value {
    switch self {
    case .decimal(let text):
      guard let number = DecimalText(text.utf8) else { return self }
      return Value(yamlDecimal: YAMLResolver.float64(number.json))
    case .array(let items): return .array(items.map(\.asKubectlKeepsIt))
    case .object(let fields):
      return .object(Fields(fields.map { ($0.key, $0.value.asKubectlKeepsIt) }))
    default: return self
    }
  }
}

/// Why a manifest cannot be read; kubectl puts `error parsing FILE: ` before it.
package struct ManifestError: Error, Hashable, Sendable, CustomStringConvertible {
  package var message: String
  /// The line in the file, counted from 1. The message counts from the document's first line.
  package var line: Int?

  package var description: String { message }
}

/// One document of a manifest, and where its parts stand in the file.
package struct ManifestDocument: Sendable {
  package var value: Value
  /// The file's line that the document's first line is, counted from 1.
  package var firstLine = 1
  private(set) var tree = YAMLTree()

  /// A document that nothing is known about but its value.
  package init(_ value: Value) { self.value = value }

  init(_ part: DocumentSplitter.Part) throws(ManifestError) {
    do throws(YAMLError) {
      tree = try YAMLComposer.compose(part.text)
      value = try YAMLResolver.value(of: tree)
      firstLine = part.firstLine
    } catch {
      throw ManifestError(
        message: "error converting YAML to JSON: \(error.description)",
        line: error.line.map { part.firstLine + $0 - 1 })
    }
  }

  /// The value as kustomize reads it (go-yaml v3): only `true` and `false` are booleans.
  package var valueOfKustomize: Value {
    guard tree.root != nil else { return value }
    return (try? YAMLResolver.value(of: tree, keepsWords: true)) ?? value
  }

  /// Where the member or element at a path stands: a member's name, an element's beginning.
  ///
  /// A path is written as in API errors: `spec.containers[0].image`. The nearest part that exists
  /// answers for one that does not.
  package func place(of path: String) -> Place? {
    YAMLPlaces(tree).place(of: path).map {
      Place(line: $0.line + firstLine - 1, column: $0.column)
    }
  }
}
