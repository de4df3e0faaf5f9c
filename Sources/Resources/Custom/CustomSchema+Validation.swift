import Tree

/// What is wrong with a value, in the words of `k8s.io/kube-openapi/pkg/validation`.
extension CustomSchema {
  func validate(_ value: Value, at path: String, _ errors: inout FieldErrors) {
    if value.isNull, tree["nullable"]?.bool == true { return }
    guard hasRightType(value, at: path, &errors) else { return }
    validateEnumeration(value, at: path, &errors)
    switch value {
    case .object(let members): validate(members, at: path, &errors)
    case .array(let elements): validate(elements, at: path, &errors)
    case .string(let text): validate(text, at: path, &errors)
    case .int, .decimal: validateNumber(value, at: path, &errors)
    case .null, .bool: break
    }
  }

  private func place(_ path: String, _ name: String) -> String {
    path.isEmpty ? name : path + "." + name
  }

  private func hasRightType(
    _ value: Value, at path: String, _ errors: inout FieldErrors
  ) -> Bool {
    let type = tree["type"]?.string ?? ""
    if tree["x-kubernetes-int-or-string"]?.bool == true {
      switch value {
      case .int, .string: return true
      default: break
      }
    }
    let isRight: Bool =
      switch (type, value) {
      case ("object", .object), ("array", .array), ("string", .string), ("boolean", .bool),
        ("integer", .int), ("number", .int), ("number", .decimal), ("", _):
        true
      default: false
      }
    if !isRight {
      let found =
        switch value {
        case .int: "integer"
        case .bool: "boolean"
        case .decimal: "number"
        default: value.typeName
        }
      errors.invalid(
        path, quoted(found), "\(path) in body must be of type \(type): \(quoted(found))")
    }
    return isRight
  }

  private func validateEnumeration(
    _ value: Value, at path: String, _ errors: inout FieldErrors
  ) {
    guard let allowed = tree["enum"]?.array, !allowed.contains(value) else { return }
    errors.unsupported(
      path, value.string ?? value.json(), allowed.map { $0.string ?? $0.json() })
  }

  // MARK: Objects and arrays

  private func validate(_ members: Fields, at path: String, _ errors: inout FieldErrors) {
    for name in tree["required"]?.array?.compactMap(\.string) ?? [] where members[name] == nil {
      errors.required(place(path, name))
    }
    let properties = tree["properties"]?.object ?? Fields()
    for (name, member) in members {
      if let property = properties[name] {
        CustomSchema(property).validate(member, at: place(path, name), &errors)
      } else if let additional = tree["additionalProperties"], additional.object != nil {
        CustomSchema(additional).validate(member, at: place(path, name), &errors)
      }
    }
    if let most = tree["maxProperties"]?.int, members.count > Int(most) {
      errors.tooMany(path, members.count, Int(most))
    }
    if let least = tree["minProperties"]?.int, members.count < Int(least) {
      errors.invalid(
        path, Int64(members.count), "\(path) in body should have at least \(least) properties")
    }
  }

  private func validate(_ elements: [Value], at path: String, _ errors: inout FieldErrors) {
    if let most = tree["maxItems"]?.int, elements.count > Int(most) {
      errors.tooMany(path, elements.count, Int(most))
    }
    if let least = tree["minItems"]?.int, elements.count < Int(least) {
      errors.invalid(
        path, Int64(elements.count), "\(path) in body should have at least \(least) items")
    }
    if let items = tree["items"] {
      for (index, element) in elements.enumerated() {
        CustomSchema(items).validate(element, at: "\(path)[\(index)]", &errors)
      }
    }
    let isSet = tree["x-kubernetes-list-type"]?.string == "set" || tree["uniqueItems"]?.bool == true
    for (index, element) in elements.enumerated()
    where isSet && elements[..<index].contains(element) {
      errors.duplicate("\(path)[\(index)]", element.json())
    }
  }

  // MARK: Scalars

  private func validate(_ text: String, at path: String, _ errors: inout FieldErrors) {
    let count = text.unicodeScalars.count
    if let most = tree["maxLength"]?.int, count > Int(most) {
      errors.tooLong(path, Int(most))
    }
    if let least = tree["minLength"]?.int, count < Int(least) {
      errors.invalid(
        path, string: text, "\(path) in body should be at least \(least) chars long")
    }
    if let pattern = tree["pattern"]?.string, let expression = try? Regex(pattern),
      (try? expression.firstMatch(in: text)) == nil
    {
      errors.invalid(path, string: text, "\(path) in body should match '\(pattern)'")
    }
  }

  private func validateNumber(_ value: Value, at path: String, _ errors: inout FieldErrors) {
    guard let number = Self.quantity(value) else { return }
    let shown = value.json()
    if let bound = tree["minimum"], let least = Self.quantity(bound) {
      let isExclusive = tree["exclusiveMinimum"]?.bool == true
      if number < least || isExclusive && number == least {
        let words = isExclusive ? "greater than" : "greater than or equal to"
        errors.invalid(path, shown, "\(path) in body should be \(words) \(bound.json())")
      }
    }
    if let bound = tree["maximum"], let most = Self.quantity(bound) {
      let isExclusive = tree["exclusiveMaximum"]?.bool == true
      if most < number || isExclusive && number == most {
        let words = isExclusive ? "less than" : "less than or equal to"
        errors.invalid(path, shown, "\(path) in body should be \(words) \(bound.json())")
      }
    }
    if let factor = tree["multipleOf"]?.int, factor > 0, let whole = value.int, whole % factor != 0
    {
      errors.invalid(path, shown, "\(path) in body should be a multiple of \(factor)")
    }
  }

  /// A number with a fraction, exactly.
  private static func quantity(_ value: Value) -> Quantity? {
    switch value {
    case .int(let number): Quantity(number)
    case .decimal(let text): try? Quantity(parsing: text)
    default: nil
    }
  }
}
