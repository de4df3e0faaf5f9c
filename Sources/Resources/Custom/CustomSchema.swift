import Tree

/// A structural schema (`apiextensions.k8s.io/v1` JSONSchemaProps): what a custom object may look like.
public struct CustomSchema: Sendable {
  let tree: Value

  public init(_ tree: Value) { self.tree = tree }

  private var type: String { tree["type"]?.string ?? "" }
  private var keepsUnknown: Bool {
    tree["x-kubernetes-preserve-unknown-fields"]?.bool == true
  }
  private var isIntOrString: Bool { tree["x-kubernetes-int-or-string"]?.bool == true }
  private var properties: Fields { tree["properties"]?.object ?? Fields() }
  private var items: CustomSchema? { tree["items"].map(CustomSchema.init) }
  private var additional: CustomSchema? {
    tree["additionalProperties"].flatMap { $0.object == nil ? nil : CustomSchema($0) }
  }

  // MARK: Pruning and defaulting

  /// The value without members that the schema does not know.
  func pruned(_ value: Value) -> Value {
    switch value {
    case .object(let members):
      if tree["x-kubernetes-embedded-resource"]?.bool == true { return value }
      var kept = Fields()
      for (name, member) in members {
        if let property = properties[name] {
          kept[name] = CustomSchema(property).pruned(member)
        } else if let additional {
          kept[name] = additional.pruned(member)
        } else if keepsUnknown || tree["additionalProperties"]?.bool == true {
          kept[name] = member
        }
      }
      return .object(kept)
    case .array(let elements):
      guard let items else { return value }
      return .array(elements.map(items.pruned))
    default: return value
    }
  }

  /// The value with the defaults of members that are missing.
  func defaulted(_ value: Value) -> Value {
    switch value {
    case .object(let members):
      var filled = members
      for (name, property) in properties {
        let schema = CustomSchema(property)
        if filled[name] == nil || filled[name] == .null, let value = property["default"] {
          filled[name] = value
        }
        if let member = filled[name] { filled[name] = schema.defaulted(member) }
      }
      if let additional {
        for (name, member) in members where properties[name] == nil {
          filled[name] = additional.defaulted(member)
        }
      }
      return .object(filled)
    case .array(let elements):
      guard let items else { return value }
      return .array(elements.map(items.defaulted))
    default: return value
    }
  }

  // MARK: The shape for explain and strict decoding

  public var shape: Shape {
    if isIntOrString { return .intOrString }
    switch type {
    case "string": return .string
    case "boolean": return .bool
    case "integer": return .int64
    case "array": return .list(items?.shape ?? .any)
    case "object":
      if !properties.isEmpty, !keepsUnknown {
        let structure = Structure("Object", .none, fields)
        return .structure { structure }
      }
      if let additional { return .map(additional.shape) }
      return .any
    default: return .any
    }
  }

  var fields: [FieldShape] {
    let required = tree["required"]?.array?.compactMap(\.string) ?? []
    return properties.map { name, property in
      let text = property["description"]?.string ?? ""
      var field = FieldShape(name, CustomSchema(property).shape, Text(text, text))
      field.required = required.contains(name)
      field.values = property["enum"]?.array?.compactMap(\.string) ?? []
      field.defaultText = property["default"].map { $0.string ?? $0.json() }
      return field
    }
  }
}
