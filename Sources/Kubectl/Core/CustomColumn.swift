import Cluster
import Tree

/// One column of `-o custom-columns`.
package struct CustomColumn: Sendable {
  package let header: String
  let path: JSONPath

  static func parse(_ text: String) throws(Halt) -> [CustomColumn] {
    var columns: [CustomColumn] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      guard let colon = part.firstIndex(of: ":") else {
        throw .failure(
          "error: unexpected custom-columns spec: \(part), expected <header>:<json-path-expr>")
      }
      columns.append(
        try CustomColumn(
          header: String(part[..<colon]), String(part[part.index(after: colon)...])))
    }
    return columns
  }

  /// Two lines: headers, and paths below them.
  static func parseFile(_ text: String) throws(Halt) -> [CustomColumn] {
    let lines = text.split(separator: "\n").map { $0.split { $0 == " " || $0 == "\t" } }
    guard lines.count >= 2 else {
      throw .failure("error: invalid template file, expecting two lines")
    }
    guard lines[0].count == lines[1].count else {
      throw .failure(
        "error: number of headers (\(lines[0].count)) and field specifications (\(lines[1].count)) don't match"
      )
    }
    var columns: [CustomColumn] = []
    for (header, path) in zip(lines[0], lines[1]) {
      columns.append(try CustomColumn(header: String(header), String(path)))
    }
    return columns
  }

  private init(header: String, _ path: String) throws(Halt) {
    self.header = header
    do throws(JSONPathError) {
      self.path = try JSONPath(parsing: try JSONPath.relaxed(path))
    } catch { throw .failure("error: \(error.description)") }
  }

  func cell(_ tree: Value) -> String {
    guard let results = try? path.results(in: tree), let found = results.first, !found.isEmpty
    else { return "<none>" }
    return found.map { $0.isNull ? "<none>" : $0.goPrinted }.joined(separator: ",")
  }
}
