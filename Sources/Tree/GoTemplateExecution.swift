/// Runs a template over a document as text/template does.
struct GoTemplateExecution {
  /// What an operand is: nil for what is not there at all.
  struct Datum {
    var value: Value?
    /// Whether Go still sees an `interface {}` and not what is in it.
    var isInterface = false
    /// Whether a number is an `int`, as those written in a template, and not an `int64`.
    var isNative = false

    /// The Go type of the thing inside.
    var innerType: String { isNative ? "int" : value?.goType ?? "<nil>" }
    var typeName: String { isInterface ? "interface {}" : innerType }
  }

  private enum Leaving { case loop, iteration }

  private let template: GoTemplate
  private let allowsMissingKeys: Bool
  private(set) var output = ""
  private var variables: [(name: String, datum: Datum)] = []
  /// What is being evaluated, for messages.
  private var place: (position: Int, source: String) = (0, "")
  private var depth = 0
  private var steps = 0

  private static let maximumSteps = 500_000
  private static let maximumDepth = 100

  init(_ template: GoTemplate, allowsMissingKeys: Bool) {
    self.template = template
    self.allowsMissingKeys = allowsMissingKeys
  }

  mutating func run(_ document: Value) throws(GoTemplateError) {
    let dot = Datum(value: document)
    variables = [("$", dot)]
    _ = try walk(template.nodes, dot)
  }

  private mutating func walk(
    _ nodes: [GoTemplateNode], _ dot: Datum
  ) throws(GoTemplateError) -> Leaving? {
    for node in nodes {
      steps += 1
      guard steps < Self.maximumSteps else { throw error("too many steps") }
      switch node {
      case .text(let text): output += text
      case .action(let pipe):
        let datum = try evaluate(pipe, dot)
        if pipe.variables.isEmpty { output += datum.value.map { printed($0) } ?? "<no value>" }
      case .condition(let pipe, let isWith, let then, let otherwise):
        let mark = variables.count
        let datum = try evaluate(pipe, dot)
        let leaving =
          datum.value.isTrue
          ? try walk(then, isWith ? datum : dot) : try walk(otherwise, dot)
        variables.removeSubrange(mark...)
        if let leaving { return leaving }
      case .range(let pipe, let body, let otherwise):
        let mark = variables.count
        let leaving = try iterate(pipe, body, otherwise, dot)
        variables.removeSubrange(mark...)
        if let leaving { return leaving }
      case .template(let name, let pipe, let position):
        try invoke(name, pipe, position, dot)
      case .break: return .loop
      case .continue: return .iteration
      }
    }
    return nil
  }

  private func printed(_ value: Value) -> String {
    // A null that a pipeline hands on is as good as nothing.
    value == .null ? "<no value>" : value.goPrinted
  }

  private mutating func invoke(
    _ name: String, _ pipe: GoTemplatePipe?, _ position: Int, _ dot: Datum
  ) throws(GoTemplateError) {
    let argument = pipe.map { " " + $0.source } ?? ""
    place = (position, "{{template \(goQuoted(name))\(argument)}}")
    guard let definition = template.definitions.last(where: { $0.name == name }) else {
      throw error("template \(goQuoted(name)) not defined")
    }
    guard depth < Self.maximumDepth else {
      throw error("exceeded maximum template depth (\(Self.maximumDepth))")
    }
    let datum = try pipe.map { (pipe) throws(GoTemplateError) in try evaluate(pipe, dot) }
    let outer = variables
    variables = [("$", datum ?? Datum())]
    depth += 1
    _ = try walk(definition.nodes, datum ?? Datum())
    depth -= 1
    variables = outer
  }

  private mutating func iterate(
    _ pipe: GoTemplatePipe, _ body: [GoTemplateNode], _ otherwise: [GoTemplateNode], _ dot: Datum
  ) throws(GoTemplateError) -> Leaving? {
    let datum = try evaluate(pipe, dot)
    let mark = variables.count
    var isEmpty = true
    func items() throws(GoTemplateError) -> [(index: Value, value: Value)] {
      switch datum.value {
      case nil, .null?: return []
      case .array(let items)?: return items.enumerated().map { (.int(Int64($0)), $1) }
      case .object(let fields)?: return fields.map { (.string($0.key), $0.value) }
      case let value?: throw error("range can't iterate over \(value.goPrinted)")
      }
    }
    for (index, value) in try items() {
      isEmpty = false
      let element = Datum(value: value, isInterface: true)
      if let last = pipe.variables.last {
        set(last, element, pipe)
        if pipe.variables.count > 1 {
          set(pipe.variables[0], Datum(value: index, isNative: index.int != nil), pipe)
        }
      }
      let inner = variables.count
      let leaving = try walk(body, element)
      variables.removeSubrange(inner...)
      if leaving == .loop { break }
    }
    variables.removeSubrange(mark...)
    return isEmpty ? try walk(otherwise, dot) : nil
  }

  private mutating func set(_ name: String, _ datum: Datum, _ pipe: GoTemplatePipe) {
    if let index = variables.lastIndex(where: { $0.name == name }) {
      variables[index].datum = datum
    }
  }

  private mutating func evaluate(
    _ pipe: GoTemplatePipe, _ dot: Datum
  ) throws(GoTemplateError) -> Datum {
    place = (pipe.position, pipe.source)
    var datum: Datum?
    for command in pipe.commands {
      datum = try evaluate(command, dot, final: datum)
      // The thing inside, as Go digs it out of an interface.
      if datum?.isInterface == true {
        datum = Datum(value: datum?.value == .null ? nil : datum?.value)
      }
    }
    let result = datum ?? Datum()
    for name in pipe.variables {
      if pipe.isAssignment {
        set(name, result, pipe)
      } else {
        variables.append((name, result))
      }
    }
    return result
  }

  private mutating func evaluate(
    _ command: GoTemplateCommand, _ dot: Datum, final: Datum?
  ) throws(GoTemplateError) -> Datum {
    let first = command.arguments[0]
    switch first.kind {
    case .field, .variable, .chain:
      return try chain(first, dot, hasArguments: command.arguments.count > 1 || final != nil)
    case .function(let name):
      place = (first.position, first.source)
      return try call(name, command.arguments.dropFirst(), command, dot, final: final)
    case .pipe(let pipe):
      try notAFunction(command, final)
      return try evaluate(pipe, dot)
    case .null:
      place = (first.position, first.source)
      throw error("nil is not a command")
    case .dot, .bool, .number, .string:
      place = (first.position, first.source)
      try notAFunction(command, final)
      return try argument(first, dot)
    }
  }

  private func notAFunction(
    _ command: GoTemplateCommand, _ final: Datum?
  ) throws(GoTemplateError) {
    if command.arguments.count > 1 || final != nil {
      throw error("can't give argument to non-function \(command.arguments[0].source)")
    }
  }

  /// A field, a variable, or fields of either, or of what parentheses hold.
  private mutating func chain(
    _ operand: GoTemplateOperand, _ dot: Datum, hasArguments: Bool
  ) throws(GoTemplateError) -> Datum {
    place = (operand.position, operand.source)
    switch operand.kind {
    case .field(let names): return try fields(names, of: dot, hasArguments)
    case .variable(let names):
      guard let variable = variables.last(where: { $0.name == names[0] }) else {
        throw error("undefined variable: \(names[0])")
      }
      if names.count == 1 {
        if hasArguments {
          throw error("can't give argument to non-function \(operand.source)")
        }
        return variable.datum
      }
      return try fields(Array(names.dropFirst()), of: variable.datum, hasArguments)
    case .chain(let inner, let names):
      let datum = try argument(inner, dot)
      return try fields(names, of: datum, hasArguments)
    default: return try argument(operand, dot)
    }
  }

  private func fields(
    _ names: [String], of datum: Datum, _ hasArguments: Bool
  ) throws(GoTemplateError) -> Datum {
    var here = datum
    for (index, name) in names.enumerated() {
      here = try field(
        name, of: here, hasArguments: hasArguments && index == names.count - 1)
    }
    return here
  }

  private func field(
    _ name: String, of datum: Datum, hasArguments: Bool
  ) throws(GoTemplateError) -> Datum {
    guard let value = datum.value else {
      if !allowsMissingKeys { throw error("nil data; no entry for key \(goQuoted(name))") }
      return Datum()
    }
    if value == .null { throw error("nil pointer evaluating \(datum.typeName).\(name)") }
    guard case .object(let members) = value else {
      throw error("can't evaluate field \(name) in type \(datum.typeName)")
    }
    if hasArguments { throw error("\(name) is not a method but has arguments") }
    guard let member = members[name] else {
      if !allowsMissingKeys { throw error("map has no entry for key \(goQuoted(name))") }
      return Datum()
    }
    return Datum(value: member, isInterface: true)
  }

  private mutating func argument(
    _ operand: GoTemplateOperand, _ dot: Datum
  ) throws(GoTemplateError) -> Datum {
    place = (operand.position, operand.source)
    switch operand.kind {
    case .dot: return dot
    case .null: return Datum(value: nil)
    case .bool(let flag): return Datum(value: .bool(flag))
    case .number(let value): return Datum(value: value, isNative: value.int != nil)
    case .string(let text, _): return Datum(value: .string(text))
    case .field, .variable, .chain: return try chain(operand, dot, hasArguments: false)
    case .pipe(let pipe): return try evaluate(pipe, dot)
    case .function(let name):
      let command = GoTemplateCommand(position: operand.position, arguments: [operand])
      return try call(name, [], command, dot, final: nil)
    }
  }

  private mutating func call(
    _ name: String, _ operands: ArraySlice<GoTemplateOperand>, _ command: GoTemplateCommand,
    _ dot: Datum, final: Datum?
  ) throws(GoTemplateError) -> Datum {
    let count = operands.count + (final == nil ? 0 : 1)
    if let problem = GoTemplateFunctions.countProblem(name, count) { throw error(problem) }
    if name == "and" || name == "or" {
      var result = Datum()
      for operand in operands {
        result = try argument(operand, dot)
        if result.value.isTrue == (name == "or") { return result }
      }
      return final ?? result
    }
    var values: [Datum] = []
    for (index, operand) in operands.enumerated() {
      let datum = try argument(operand, dot)
      if index == 0, let problem = GoTemplateFunctions.typeProblem(name, datum, operand) {
        throw error(problem)
      }
      values.append(datum)
    }
    if let final { values.append(final) }
    do throws(GoTemplateFunctions.Failure) {
      let value = try GoTemplateFunctions.call(name, values, operands.first)
      return Datum(value: value, isInterface: name == "index", isNative: name == "len")
    } catch {
      place = (command.position, command.source)
      throw self.error("error calling \(name): \(error.message)")
    }
  }

  /// Where in the template, and at what, as `ErrorContext` gives it.
  private func error(_ message: String) -> GoTemplateError {
    let before = Array(template.text.utf8.prefix(place.position))
    let line = 1 + before.filter { $0 == UInt8(ascii: "\n") }.count
    let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    return GoTemplateError(
      "template: \(template.name):\(line):\(place.position - lineStart): executing "
        + "\(goQuoted(template.name)) at <\(place.source)>: \(message)")
  }
}

extension Value? {
  /// Neither nothing nor null, false, zero nor empty.
  var isTrue: Bool {
    switch self {
    case nil, .null?: false
    case .bool(let flag)?: flag
    case .int(let number)?: number != 0
    case .decimal(let text)?:
      DecimalText.compare(DecimalText(text.utf8), DecimalText("0".utf8)) != 0
    case .string(let text)?: !text.isEmpty
    case .array(let items)?: !items.isEmpty
    case .object(let fields)?: !fields.isEmpty
    }
  }
}
