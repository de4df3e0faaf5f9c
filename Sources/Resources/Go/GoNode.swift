import Tree

/// A value of the API as a Go program holds it: what `%#v` and go-cmp print.
indirect enum GoNode: Hashable, Sendable {
  struct Member: Hashable, Sendable {
    let key: String
    let value: GoNode
  }

  /// A string, number or flag as it is printed.
  case scalar(String, isZero: Bool)
  /// A pointer, slice or map without a value, with its type.
  case none(String)
  case pointer(GoNode, type: String)
  /// A leaf is compared as a whole, because its type has a method for that.
  case structure(String, [Member], isLeaf: Bool)
  case list(String, [GoNode])
  case map(String, [Member])

  var isZero: Bool {
    switch self {
    case .scalar(_, let isZero): isZero
    case .none: true
    case .structure(_, let members, _): members.allSatisfy(\.value.isZero)
    case .pointer, .list, .map: false
    }
  }
}

extension GoNode {
  /// A value of a shape; what is missing is Go's zero value.
  init(_ value: Value?, _ shape: Shape, isPointer: Bool = false) {
    let present = value.flatMap { $0.isNull ? nil : $0 }
    switch shape {
    case .string, .bytes, .time, .microTime:
      let text = present?.string ?? ""
      self.init(scalar: quoted(text), isZero: text.isEmpty, "string", present, isPointer)
    case .bool:
      let flag = present?.bool ?? false
      self.init(scalar: flag ? "true" : "false", isZero: !flag, "bool", present, isPointer)
    case .int32, .int64:
      let number = present?.int ?? 0
      self.init(
        scalar: String(number), isZero: number == 0, shape.goType, present, isPointer)
    case .intOrString: self.init(intOrString: present, isPointer: isPointer)
    case .quantity:
      self =
        present.map { .quantity($0.string ?? $0.json()) }
        ?? .structure("resource.Quantity", [], isLeaf: true)
    case .any: self = present.map { .scalar($0.json(), isZero: false) } ?? .none("interface {}")
    case .list(let inner):
      let type = "[]" + Self.typeName(inner)
      guard let items = present?.array, !items.isEmpty else {
        self = .none(type)
        return
      }
      self = .list(type, items.map { GoNode($0, inner) })
    case .map(let inner):
      let type = "map[string]" + Self.typeName(inner)
      guard let members = present?.object, !members.isEmpty else {
        self = .none(type)
        return
      }
      self = .map(
        type, members.map { Member(key: quoted($0.key), value: GoNode($0.value, inner)) })
    case .structure(let make):
      let structure = make()
      let type = Self.typeName(shape)
      if isPointer, present == nil {
        self = .none("*" + type)
        return
      }
      let node = GoNode.structure(type, GoLayout.members(of: structure, present), isLeaf: false)
      self = isPointer ? .pointer(node, type: "*" + type) : node
    }
  }

  private init(
    scalar text: String, isZero: Bool, _ type: String, _ present: Value?, _ isPointer: Bool
  ) {
    guard isPointer else {
      self = .scalar(text, isZero: isZero)
      return
    }
    self =
      present == nil ? .none("*" + type) : .pointer(.scalar(text, isZero: isZero), type: "*" + type)
  }

  private init(intOrString value: Value?, isPointer: Bool) {
    let type = "intstr.IntOrString"
    if isPointer, value == nil {
      self = .none("*" + type)
      return
    }
    let node = GoNode.structure(
      type,
      [
        Member(
          key: "Type",
          value: .scalar(value?.string == nil ? "0" : "1", isZero: value?.string == nil)),
        Member(
          key: "IntVal", value: .scalar(String(value?.int ?? 0), isZero: (value?.int ?? 0) == 0)),
        Member(
          key: "StrVal", value: .scalar(quoted(value?.string ?? ""), isZero: value?.string == nil)),
      ], isLeaf: false)
    self = isPointer ? .pointer(node, type: "*" + type) : node
  }

  /// A quantity's inner parts.
  private static func quantity(_ text: String) -> GoNode {
    let digits = text.prefix { $0 == "-" || $0.isNumber }
    let suffix = text.dropFirst(digits.count)
    let isBinary = suffix.hasSuffix("i")
    let number = Int64(digits) ?? 0
    let scaled: (value: Int64, scale: Int) =
      switch suffix {
      case "m": (number, -3)
      case "k": (number, 3)
      case "M": (number, 6)
      case "G": (number, 9)
      case "Ki": (number << 10, 0)
      case "Mi": (number << 20, 0)
      case "Gi": (number << 30, 0)
      case "Ti": (number << 40, 0)
      default: (number, 0)
      }
    let amount = GoNode.structure(
      "resource.int64Amount",
      [
        Member(key: "value", value: .scalar(String(scaled.value), isZero: scaled.value == 0)),
        Member(key: "scale", value: .scalar(String(scaled.scale), isZero: scaled.scale == 0)),
      ], isLeaf: true)
    return .structure(
      "resource.Quantity",
      [
        Member(key: "i", value: amount),
        Member(key: "s", value: .scalar(quoted(text), isZero: false)),
        Member(
          key: "Format", value: .scalar(isBinary ? "\"BinarySI\"" : "\"DecimalSI\"", isZero: false)),
      ], isLeaf: true)
  }

  static func typeName(_ shape: Shape) -> String {
    switch shape {
    case .structure(let make): GoLayout.package(of: make().name) + "." + make().name
    case .list(let inner): "[]" + typeName(inner)
    case .map(let inner): "map[string]" + typeName(inner)
    default: shape.goType
    }
  }
}
