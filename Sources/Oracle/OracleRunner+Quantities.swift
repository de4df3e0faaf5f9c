import Tree

extension OracleRunner {
  static let quantityTables = [
    OracleTable("quantity_parse", share: 100) { oneCase, _ in
      var differences = Differences()
      do throws(QuantityError) {
        let quantity = try Quantity(parsing: oneCase["in"]?.string ?? "")
        differences.expect("error", .null, is: oneCase["error"])
        differences.expect("text", .string(quantity.text), is: oneCase["canonical"])
        differences.expect(
          "canonical", .string(quantity.canonicalText), is: oneCase["canonicalBytes"])
        differences.expect("format", .string(quantity.format.rawValue), is: oneCase["format"])
        differences.expect("value", .int(quantity.value), is: oneCase["value"])
        differences.expect("milli", .int(quantity.milliValue), is: oneCase["milli"])
      } catch {
        differences.expect("error", .string(error.description), is: oneCase["error"])
      }
      return differences.summary(of: oneCase)
    },
    OracleTable("quantity_arith", share: 100) { oneCase, _ in
      guard let left = try? Quantity(parsing: oneCase["a"]?.string ?? ""),
        let right = try? Quantity(parsing: oneCase["b"]?.string ?? "")
      else { return "cannot be parsed: \(oneCase.json())" }
      var differences = Differences()
      differences.expect("cmp", .int(Int64(Quantity.compare(left, right))), is: oneCase["cmp"])
      differences.expect("sum", .string((left + right).text), is: oneCase["sum"])
      differences.expect("difference", .string((left - right).text), is: oneCase["difference"])
      return differences.summary(of: oneCase)
    },
  ]
}
