import Tree

extension OracleRunner {
  static let pathTables = [
    OracleTable("jsonpath", share: 95) { oneCase, table in
      var differences = Differences()
      let path: JSONPath
      do throws(JSONPathError) {
        path = try JSONPath(parsing: oneCase["template"]?.string ?? "")
        differences.expect("parse error", nil, is: oneCase["parseError"])
      } catch {
        differences.expect(
          "parse error", .string(error.description), is: oneCase["parseError"])
        return differences.summary(of: oneCase)
      }
      do throws(JSONPathError) {
        let text = try path.text(
          in: withFloats(table["document"] ?? .null),
          allowingMissingKeys: oneCase["allowMissingKeys"]?.bool ?? false)
        differences.expect("error", nil, is: oneCase["execError"])
        differences.expect("output", .string(text), is: oneCase["output"])
      } catch {
        differences.expect("error", .string(error.description), is: oneCase["execError"])
      }
      return differences.summary(of: oneCase)
    }
  ]

  /// The table's document was read with Go's `encoding/json`, to which every number is a fraction.
  private static func withFloats(_ value: Value) -> Value {
    switch value {
    case .int(let number): .decimal(String(number))
    case .array(let items): .array(items.map(withFloats))
    case .object(let fields): .object(Fields(fields.map { ($0.key, withFloats($0.value)) }))
    default: value
    }
  }
}
