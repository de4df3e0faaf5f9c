import Cluster
import Resources
import Tree

extension Session {
  /// Prints one object; `operation` is what the verb's own words say: `created`, `configured (dry run)`.
  package mutating func printObject(
    _ tree: Value, _ format: OutputFormat, _ flags: ParsedFlags, operation: String = ""
  ) throws(Halt) {
    let name = Self.qualifiedName(of: tree)
    var shown = tree
    switch format {
    // Templates see what the server sent.
    case .yaml, .json:
      if !flags.bool("show-managed-fields") { shown = tree.withoutManagedFields }
    default: break
    }
    switch format {
    case .standard: print(operation.isEmpty ? name : "\(name) \(operation)")
    case .name: print(name)
    case .yaml: write(shown.yaml())
    case .json: print(shown.indentedJSON(escapingHTML: true))
    case .jsonPath(let path, let asJSON):
      do throws(JSONPathError) {
        let allowsMissing =
          !flags.isKnown("allow-missing-template-keys")
          || flags.bool("allow-missing-template-keys")
        write(
          asJSON
            ? try path.json(in: shown, allowingMissingKeys: allowsMissing)
            : try path.text(in: shown, allowingMissingKeys: allowsMissing))
      } catch {
        throw fail(
          """
          error executing jsonpath \(goQuoted(flags.templateText)): Error executing template: \(error.description). Printing more information for debugging the template:
          \ttemplate was:
          \t\t\(flags.templateText)
          \tobject given to jsonpath engine was:
          \t\t\(shown.goSyntax)


          """)
      }
    case .goTemplate(let template):
      do throws(TemplateProblem) { write(try template.text(of: shown)) } catch {
        write(
          """
          Error executing template: \(error.message). Printing more information for debugging the template:
          \ttemplate was:
          \t\t\(flags.templateText)
          \traw data was:
          \t\t\(shown.json())
          \tobject given to template engine was:
          \t\t\(shown.goPrinted)


          """)
        throw fail("error executing template \(goQuoted(flags.templateText)): \(error.message)")
      }
    case .customColumns(let columns):
      let rows = shown["items"]?.array ?? [shown]
      let headers = flags.bool("no-headers") ? [] : [columns.map(\.header)]
      let table = headers + rows.map { row in columns.map { $0.cell(row) } }
      write(TableWriter.text(table))
    }
  }

  /// Prints several objects: one alone as itself, more as a List.
  package mutating func printObjects(
    _ trees: [Value], _ format: OutputFormat, _ flags: ParsedFlags
  ) throws(Halt) {
    if trees.count == 1 || format.isName || format.isStandard {
      for tree in trees { try printObject(tree, format, flags) }
      return
    }
    try printObject(Self.list(of: trees), format, flags)
  }

  /// A `v1.List`, as kubectl puts objects together.
  package static func list(of trees: [Value]) -> Value {
    [
      "apiVersion": "v1", "kind": "List", "metadata": ["resourceVersion": ""],
      "items": .array(trees),
    ]
  }

  /// `deployment.apps/web` from an object's own fields.
  package static func qualifiedName(of tree: Value) -> String {
    let version = tree["apiVersion"]?.string ?? ""
    let kind = (tree["kind"]?.string ?? "").lowercased()
    let name = tree["metadata"]?["name"]?.string ?? ""
    guard let slash = version.firstIndex(of: "/") else { return "\(kind)/\(name)" }
    return "\(kind).\(version[..<slash])/\(name)"
  }
}

extension ParsedFlags {
  /// The template of `-o jsonpath=…` and its like, for messages.
  var templateText: String {
    let word = string("output")
    guard let equals = word.firstIndex(of: "=") else { return string("template") }
    return String(word[word.index(after: equals)...])
  }
}

extension Value {
  /// The object, or a List's members, without `metadata.managedFields`.
  package var withoutManagedFields: Value {
    var tree = self
    if let items = tree["items"]?.array {
      tree["items"] = .array(items.map(\.withoutManagedFields))
    }
    if tree["metadata"]?["managedFields"] != nil { tree.set("metadata", "managedFields", to: nil) }
    return tree
  }
}
