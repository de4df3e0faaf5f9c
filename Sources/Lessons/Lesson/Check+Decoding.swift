import Resources

extension Check {
  init(_ entry: Entry) throws(LessonProblem) {
    try entry.only(
      "object", "path", "count", "selector", "namespace", "owner", "output", "lines", "typed",
      "failed", "not", "any", "equals", "atLeast", "atMost", "contains", "exists")
    let heads = ["object", "count", "output", "lines", "typed", "failed", "not", "any"].filter {
      entry[$0] != nil
    }
    guard let head = heads.first, heads.count == 1 else {
      throw entry.problem(
        "a check says one of object, count, output, lines, typed, failed, not, any")
    }
    let subject = try entry.required(head)
    switch head {
    case "object":
      self = .object(
        try subject.string(), path: try entry["path"]?.fieldPath(),
        try Comparison(entry, orExists: true))
    case "count":
      self = .count(
        kind: try subject.string(), namespace: try entry["namespace"]?.string() ?? "default",
        selector: try entry["selector"]?.selector() ?? "", owner: try entry["owner"]?.string(),
        try Comparison(entry))
    case "output": self = .output(try subject.string(), try Comparison(entry))
    case "lines": self = .lines(try subject.string(), try Comparison(entry))
    case "typed": self = .typed(try subject.string())
    case "failed": self = .failed(try subject.flag())
    case "not": self = .not(try Check.list(subject))
    default: self = .any(try Check.list(subject))
    }
  }

  static func list(_ entry: Entry?) throws(LessonProblem) -> [Check] {
    guard let entry else { return [] }
    return try entry.list().mapping(Check.init)
  }
}

extension Check.Comparison {
  /// - Parameter orExists: whether a check without comparison asks for existence.
  fileprivate init(_ entry: Entry, orExists: Bool = false) throws(LessonProblem) {
    let names = ["equals", "atLeast", "atMost", "contains", "exists"].filter { entry[$0] != nil }
    if names.isEmpty, orExists {
      self = .exists(true)
      return
    }
    guard let name = names.first, names.count == 1 else {
      throw entry.problem(
        "a check compares by one of equals, atLeast, atMost, contains, exists")
    }
    let value = try entry.required(name)
    switch name {
    case "equals": self = .equals(try value.word())
    case "atLeast": self = .atLeast(try value.integer(in: 0...1_000_000))
    case "atMost": self = .atMost(try value.integer(in: 0...1_000_000))
    case "contains": self = .contains(try value.word())
    default: self = .exists(try value.flag())
    }
  }
}

extension Entry {
  fileprivate func fieldPath() throws(LessonProblem) -> String {
    let text = try string()
    guard text.hasPrefix(".") else { throw problem("a path begins with a dot: .\(text)") }
    return text
  }

  fileprivate func selector() throws(LessonProblem) -> String {
    let text = try string()
    do throws(SelectorError) { _ = try Selector(parsing: text) } catch {
      throw problem("this is no label selector: \(error.description)")
    }
    return text
  }
}
