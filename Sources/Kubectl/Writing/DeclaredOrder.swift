import Resources
import Tree

/// JSON with fields in the order in which Go's structs declare them, as typed clients write it.
enum DeclaredOrder {
  /// On one line, or over several where an indent is given.
  static func json(_ tree: Value, _ kind: (any KindType)?, indent: Int = 0) -> String {
    let own = kind?.structure.fields ?? []
    let root = Structure(
      "", .none,
      [
        FieldShape("kind", .string), FieldShape("apiVersion", .string),
        FieldShape("metadata", Metadata.shape),
      ] + own)
    return text(tree, .structure { root }, indent, level: 0)
  }

  private static func text(
    _ tree: Value, _ shape: Shape, _ indent: Int, level: Int
  ) -> String {
    switch tree {
    case .object(let members) where !members.isEmpty:
      let parts = names(of: members, shape).map { name in
        let inner = text(members[name] ?? .null, member(name, shape), indent, level: level + 1)
        return Value.string(name).json() + (indent > 0 ? ": " : ":") + inner
      }
      return enclosed("{", parts, "}", indent, level)
    case .array(let items) where !items.isEmpty:
      var element = Shape.any
      if case .list(let inner) = shape { element = inner }
      let parts = items.map { text($0, element, indent, level: level + 1) }
      return enclosed("[", parts, "]", indent, level)
    default: return tree.json()
    }
  }

  private static func enclosed(
    _ open: String, _ parts: [String], _ close: String, _ indent: Int, _ level: Int
  ) -> String {
    if indent == 0 { return open + parts.joined(separator: ",") + close }
    let inner = "\n" + String(repeating: " ", count: indent * (level + 1))
    let outer = "\n" + String(repeating: " ", count: indent * level)
    return open + inner + parts.joined(separator: "," + inner) + outer + close
  }

  private static func member(_ name: String, _ shape: Shape) -> Shape {
    switch shape {
    case .structure(let make): make()[name]?.shape ?? .any
    case .map(let inner): inner
    default: .any
    }
  }

  /// Declared fields first, in their order; others by name.
  private static func names(of members: Fields, _ shape: Shape) -> [String] {
    guard case .structure(let make) = shape else { return members.names }
    let declared = make().fields.map(\.name).filter { members[$0] != nil }
    return declared + members.names.filter { !declared.contains($0) }
  }
}
