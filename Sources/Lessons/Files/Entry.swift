import Manifest
import Resources
import Tree

/// One YAML file of the course, which knows where everything in it stands.
struct DataFile: Sendable {
  let path: String
  private let document: ManifestDocument

  init(_ path: String, in files: LessonFiles) throws(LessonProblem) {
    try self.init(path, text: files.text(path))
  }

  init(_ path: String, text: String) throws(LessonProblem) {
    self.path = path
    do throws(StrictYAMLError) {
      document = try StrictYAML.document(text)
    } catch {
      throw LessonProblem(path, error.line, error.problem)
    }
  }

  var root: Entry { Entry(value: document.value, path: "", file: self) }
  func line(of path: String) -> Int? { document.place(of: path)?.line }
}

/// A value of a file with its place, read as the type that is wanted there.
struct Entry: Sendable {
  let value: Value
  /// As in API errors: `steps[2].answer`.
  let path: String
  let file: DataFile

  var line: Int? { file.line(of: path) }

  func problem(_ message: String) -> LessonProblem {
    LessonProblem(file.path, line, (path.isEmpty ? "" : path + ": ") + message)
  }

  // MARK: Members

  /// Makes sure that this is a mapping with no members but these.
  @discardableResult
  func only(_ names: String...) throws(LessonProblem) -> Entry {
    guard let fields = value.object else { throw wanted("a mapping") }
    for name in fields.names where !names.contains(name) {
      throw member(name, .null).problem(
        "is not known here; known are \(names.joined(separator: ", "))")
    }
    return self
  }

  private func member(_ name: String, _ value: Value) -> Entry {
    Entry(value: value, path: path.isEmpty ? name : path + "." + name, file: file)
  }

  subscript(name: String) -> Entry? {
    guard let found = value[name], !found.isNull else { return nil }
    return member(name, found)
  }

  func required(_ name: String) throws(LessonProblem) -> Entry {
    guard value.object != nil else { throw wanted("a mapping") }
    guard let found = self[name] else { throw problem("\(name) is missing") }
    return found
  }

  // MARK: Types

  private func wanted(_ type: String) -> LessonProblem {
    problem("\(type) is wanted, not \(value.typeName)")
  }

  func list() throws(LessonProblem) -> [Entry] {
    guard let items = value.array else { throw wanted("a list") }
    return items.enumerated().map {
      Entry(value: $0.element, path: "\(path)[\($0.offset)]", file: file)
    }
  }

  func string() throws(LessonProblem) -> String {
    guard let text = value.string else { throw wanted("text") }
    return text
  }

  /// Text as it is, or a number or truth value as it was written.
  func word() throws(LessonProblem) -> String {
    switch value {
    case .string(let text): text
    case .int(let number): String(number)
    case .bool(let flag): flag ? "true" : "false"
    default: throw wanted("a word or a number")
    }
  }

  func integer(in range: ClosedRange<Int>) throws(LessonProblem) -> Int {
    guard let number = value.int else { throw wanted("a whole number") }
    guard range.contains(Int(number)) else {
      throw problem("\(number) is not between \(range.lowerBound) and \(range.upperBound)")
    }
    return Int(number)
  }

  func flag() throws(LessonProblem) -> Bool {
    guard let flag = value.bool else { throw wanted("true or false") }
    return flag
  }

  /// An id: letters, digits and hyphens.
  func identifier() throws(LessonProblem) -> String {
    let text = try word()
    guard !text.isEmpty, text.utf8.allSatisfy({ $0.isIdentifier }) else {
      throw problem("\"\(text)\" is no id: lower-case letters, digits and hyphens are")
    }
    return text
  }

  func choice<Choice: RawRepresentable & CaseIterable>(
    _ type: Choice.Type
  ) throws(LessonProblem) -> Choice where Choice.RawValue == String {
    let text = try string()
    guard let found = Choice(rawValue: text) else {
      let known = Choice.allCases.map(\.rawValue).joined(separator: ", ")
      throw problem("\(text) is not one of \(known)")
    }
    return found
  }

  /// `{en: …, zh-Hans: …}`.
  func bothLanguages() throws(LessonProblem) -> Text {
    try only("en", "zh-Hans")
    return try Text(required("en").string(), required("zh-Hans").string())
  }

  /// One line, or a list of them.
  func lines() throws(LessonProblem) -> [String] {
    if let text = value.string { return [text] }
    return try list().mapping { entry throws(LessonProblem) in try entry.string() }
  }

  /// The format that a file is written in, which must not be newer than this program.
  func checkFormat(upTo newest: Int = 1) throws(LessonProblem) {
    let format = try required("format").integer(in: 1...1_000_000)
    guard format <= newest else {
      throw problem("this file has format \(format), which needs a newer kubestep")
    }
  }
}

extension UInt8 {
  fileprivate var isIdentifier: Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self)
      || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) || self == UInt8(ascii: "-")
  }
}

extension Optional {
  /// `map` with a typed throw.
  func mapping<Result, Failure: Error>(
    _ transform: (Wrapped) throws(Failure) -> Result
  ) throws(Failure) -> Result? {
    guard let self else { return nil }
    return try transform(self)
  }
}

extension Array {
  /// `map` with a typed throw.
  func mapping<Result, Failure: Error>(
    _ transform: (Element) throws(Failure) -> Result
  ) throws(Failure) -> [Result] {
    var results: [Result] = []
    results.reserveCapacity(count)
    for element in self { results.append(try transform(element)) }
    return results
  }
}
