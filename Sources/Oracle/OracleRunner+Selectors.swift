import Resources
import Tree

extension OracleRunner {
  static let selectorTables = [
    OracleTable("labels_parse_match", share: 100) { oneCase, _ in
      var differences = Differences()
      let text = oneCase["selector"]?.string ?? ""
      do throws(SelectorError) {
        let selector = try Selector(parsing: text)
        differences.expect("error", .null, is: oneCase["error"])
        differences.expect("text", .string(selector.text), is: oneCase["canonical"])
        for match in oneCase["matches"]?.array ?? [] {
          let labels = match["labels"].flatMap { try? StringMap(tree: $0) } ?? [:]
          differences.expect(
            "match of \(labels.tree.json())", .bool(selector.matches(labels)),
            is: match["matches"])
        }
      } catch {
        differences.expect("error", .string(error.description), is: oneCase["error"])
        return differences.summary(of: oneCase)
      }
      do throws(SelectorError) {
        let selector = try LabelSelector(parsing: text)
        differences.expect("label selector", tree(of: selector), is: oneCase["labelSelector"])
      } catch {
        differences.expect(
          "label selector's error", .string(error.description),
          is: oneCase["labelSelectorError"])
      }
      return differences.summary(of: oneCase)
    },
    OracleTable("labelselector_as_selector", share: 100) { oneCase, _ in
      var differences = Differences()
      do throws(SelectorError) {
        let object = labelSelector(of: oneCase["selector"] ?? .emptyObject)
        let selector = try object.selector()
        differences.expect("error", .null, is: oneCase["error"])
        differences.expect("text", .string(selector.text), is: oneCase["string"])
        differences.expect("formatted", .string(object.formatted), is: oneCase["formatted"])
        for match in oneCase["matches"]?.array ?? [] {
          let labels = match["labels"].flatMap { try? StringMap(tree: $0) } ?? [:]
          differences.expect(
            "match of \(labels.tree.json())", .bool(selector.matches(labels)),
            is: match["matches"])
        }
      } catch {
        differences.expect("error", .string(error.description), is: oneCase["error"])
      }
      return differences.summary(of: oneCase)
    },
    OracleTable("fields_parse", share: 95) { oneCase, _ in
      var differences = Differences()
      do throws(SelectorError) {
        let selector = try FieldSelector(parsing: oneCase["selector"]?.string ?? "")
        differences.expect("error", .null, is: oneCase["error"])
        differences.expect("text", .string(selector.text), is: oneCase["string"])
        for match in oneCase["matches"]?.array ?? [] {
          let fields = match["fields"].flatMap { try? StringMap(tree: $0) } ?? [:]
          differences.expect(
            "match of \(fields.tree.json())", .bool(selector.matches(fields)),
            is: match["matches"])
        }
      } catch {
        differences.expect("error", .string(error.description), is: oneCase["error"])
      }
      return differences.summary(of: oneCase)
    },
    OracleTable("name_validation", share: 95) { oneCase, _ in
      let rules: [(String, (String) -> [String])] = [
        ("configMapKey", NameRules.configMapKey), ("dns1035Label", NameRules.dns1035Label),
        ("dns1123Label", NameRules.dns1123Label),
        ("dns1123Subdomain", NameRules.dns1123Subdomain),
        ("envVarName", NameRules.envVarName), ("labelValue", NameRules.labelValue),
        ("portName", NameRules.portName), ("qualifiedName", NameRules.qualifiedName),
        ("wildcardSubdomain", NameRules.wildcardDNS1123Subdomain),
      ]
      var differences = Differences()
      for (name, rule) in rules {
        let theirs = oneCase[name]?.array ?? []
        let ours = rule(oneCase["in"]?.string ?? "")
        differences.expect(name, ours.map { .string($0) }, is: theirs)
      }
      return differences.summary(of: oneCase)
    },
  ]

  private static func labelSelector(of tree: Value) -> LabelSelector {
    let expressions = (tree["matchExpressions"]?.array ?? []).map { expression in
      LabelSelector.Requirement(
        key: expression["key"]?.string ?? "", operation: expression["operator"]?.string ?? "",
        values: (expression["values"]?.array ?? []).compactMap(\.string))
    }
    return LabelSelector(
      matchLabels: tree["matchLabels"].flatMap { try? StringMap(tree: $0) } ?? [:],
      matchExpressions: expressions)
  }

  private static func tree(of selector: LabelSelector) -> Value {
    var tree = Value.emptyObject
    if !selector.matchLabels.isEmpty { tree["matchLabels"] = selector.matchLabels.tree }
    let expressions = selector.matchExpressions.map { requirement in
      var expression: Value = [
        "key": .string(requirement.key), "operator": .string(requirement.operator),
      ]
      if !requirement.values.isEmpty {
        expression["values"] = .array(requirement.values.map { .string($0) })
      }
      return expression
    }
    if !expressions.isEmpty { tree["matchExpressions"] = .array(expressions) }
    return tree
  }
}
