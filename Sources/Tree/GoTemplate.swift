/// What Go's text/template says, with the template's name and the place in it.
public struct GoTemplateError: Error, Hashable, Sendable, CustomStringConvertible {
  public var description: String

  init(_ description: String) { self.description = description }
}

/// A template of `kubectl -o go-template=`, after Go's text/template with kubectl's function
/// `base64decode`.
public struct GoTemplate: Hashable, Sendable {
  let name: String
  let text: String
  let nodes: [GoTemplateNode]
  /// What `define` and `block` give names to.
  let definitions: [GoTemplateDefinition]

  /// - Parameter name: what messages call the template; kubectl's is `output`.
  public init(parsing text: String, name: String = "output") throws(GoTemplateError) {
    var parser = GoTemplateParser(text, name: name)
    self.name = name
    self.text = text
    nodes = try parser.template()
    definitions = parser.definitions
  }

  /// What the template makes of a document.
  /// - Parameter allowingMissingKeys: whether a member that is not there is `<no value>`; else it is
  ///   an error.
  public func output(
    for document: Value, allowingMissingKeys: Bool = true
  ) throws(GoTemplateError) -> String {
    var execution = GoTemplateExecution(self, allowsMissingKeys: allowingMissingKeys)
    try execution.run(document)
    return execution.output
  }
}

struct GoTemplateDefinition: Hashable, Sendable {
  var name: String
  var nodes: [GoTemplateNode]
}

/// A part of a template, and where it begins: in bytes from the template's beginning.
indirect enum GoTemplateNode: Hashable, Sendable {
  case text(String)
  case action(GoTemplatePipe)
  case condition(GoTemplatePipe, isWith: Bool, then: [GoTemplateNode], otherwise: [GoTemplateNode])
  case range(GoTemplatePipe, body: [GoTemplateNode], otherwise: [GoTemplateNode])
  case template(name: String, GoTemplatePipe?, position: Int)
  case `break`
  case `continue`
}

struct GoTemplatePipe: Hashable, Sendable {
  var position: Int
  var variables: [String] = []
  /// Whether the variables are there already (`=`, not `:=`).
  var isAssignment = false
  var commands: [GoTemplateCommand] = []

  var source: String {
    let sign = isAssignment ? " = " : " := "
    return (variables.isEmpty ? "" : variables.joined(separator: ", ") + sign)
      + commands.map(\.source).joined(separator: " | ")
  }
}

struct GoTemplateCommand: Hashable, Sendable {
  var position: Int
  var arguments: [GoTemplateOperand] = []

  var source: String { arguments.map(\.source).joined(separator: " ") }
}

struct GoTemplateOperand: Hashable, Sendable {
  indirect enum Kind: Hashable, Sendable {
    case dot
    case null
    case bool(Bool)
    case number(Value)
    case string(String, literal: String)
    case field([String])
    /// `$x.a.b`: the name first.
    case variable([String])
    case function(String)
    case pipe(GoTemplatePipe)
    case chain(GoTemplateOperand, [String])
  }

  var position: Int
  var kind: Kind
  /// A number as it was written.
  var numberText = ""

  /// As the node's `String()`.
  var source: String {
    switch kind {
    case .dot: "."
    case .null: "nil"
    case .bool(let flag): flag ? "true" : "false"
    case .number: numberText
    case .string(_, let literal): literal
    case .field(let names): names.map { "." + $0 }.joined()
    case .variable(let names): names.joined(separator: ".")
    case .function(let name): name
    case .pipe(let pipe): "(\(pipe.source))"
    case .chain(let inner, let names): inner.source + names.map { "." + $0 }.joined()
    }
  }
}
