import Manifest
import Tree

/// What is said of an edited text by its content, with comments left out.
extension String {
  /// Without the lines that begin with `#` (`cmdutil.ManualStrip`).
  var uncommented: String {
    split(separator: "\n", omittingEmptySubsequences: false).filter { line in
      let word = trimmingGoSpace(String(line))
      return !word.hasPrefix("#") || word.hasPrefix("#!")
    }.joined(separator: "\n")
  }

  /// Whether any line is neither empty nor a comment.
  var hasContent: Bool { uncommented.contains { !$0.isWhitespace } }

  /// What two texts are compared by: the value, else the text (`cmdutil.StripComments`).
  var content: String {
    do throws(ManifestError) {
      return try Manifest(parsing: self).documents.map { $0.value.json() }.joined(separator: "\n")
    } catch { return uncommented }
  }

  /// Why it is no object, as the validation before anything else says it; nil where it may be one.
  var validationProblem: String? {
    let read = Manifest.reading(uncommented)
    if let error = read.error {
      let prefix = "error converting YAML to JSON: "
      return error.message.hasPrefix(prefix)
        ? String(error.message.dropFirst(prefix.count)) : error.message
    }
    guard let tree = read.documents.first?.value else { return nil }
    var missing: [String] = []
    if tree["apiVersion"]?.string?.isEmpty ?? true { missing.append("apiVersion not set") }
    if tree["kind"]?.string?.isEmpty ?? true { missing.append("kind not set") }
    if missing.isEmpty { return nil }
    return missing.count == 1 ? missing[0] : "[\(missing.joined(separator: ", "))]"
  }
}
