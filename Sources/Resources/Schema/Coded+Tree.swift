import Tree

extension Quantity: Coded {
  public static var shape: Shape { .quantity }
  public init(tree: Value) throws(DecodingFailure) {
    let text: String
    switch tree {
    case .string(let found): text = found
    case .int(let number): text = String(number)
    case .decimal(let found): text = found
    default: throw DecodingFailure(found: tree, expected: .quantity)
    }
    do throws(QuantityError) { self = try Quantity(parsing: text) } catch {
      throw DecodingFailure(verbatim: error.description)
    }
  }
  public var tree: Value { .string(text) }
  public var isEmpty: Bool { false }
}

extension IntOrString: Coded {
  public static var shape: Shape { .intOrString }
  public init(tree: Value) throws(DecodingFailure) {
    switch tree {
    case .int(let number): self = .int(Int(number))
    case .string(let text): self = .string(text)
    default: throw DecodingFailure(found: tree, expected: .intOrString)
    }
  }
  public var isEmpty: Bool { false }
}
