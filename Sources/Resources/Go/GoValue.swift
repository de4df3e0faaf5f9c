import Tree

/// A struct as Go's `%#v` shows it; pointers are addresses there, which mean nothing.
public enum GoValue {
  public static func text<A: Modeled>(_ value: A, package name: String) -> String {
    var address = 0xc0_0a1f_2000
    return text(GoNode(value.tree, A.shape), &address)
  }

  private static func text(_ node: GoNode, _ address: inout Int) -> String {
    switch node {
    case .scalar(let text, _): return text
    case .none(let type): return type.hasPrefix("*") ? "(\(type))(nil)" : "\(type)(nil)"
    case .pointer(_, let type):
      address += 16
      return "(\(type))(0x\(String(address, radix: 16)))"
    case .structure(let type, let members, _):
      let list = members.map { $0.key + ":" + text($0.value, &address) }
      return type + "{" + list.joined(separator: ", ") + "}"
    case .list(let type, let items):
      return type + "{" + items.map { text($0, &address) }.joined(separator: ", ") + "}"
    case .map(let type, let members):
      let list = members.map { $0.key + ":" + text($0.value, &address) }
      return type + "{" + list.joined(separator: ", ") + "}"
    }
  }
}
