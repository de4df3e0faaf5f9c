/// Where the course's files are read from; who drives the lessons gives access to them.
package struct LessonFiles: Sendable {
  private let read: @Sendable (String) -> String?

  /// - Parameter read: the text of a file by its path inside `lessons/`, such as `course.yaml`; nil where there is none.
  package init(_ read: @escaping @Sendable (String) -> String?) { self.read = read }

  package func has(_ path: String) -> Bool { read(path) != nil }

  package func text(_ path: String) throws(LessonProblem) -> String {
    guard let text = read(path) else {
      throw LessonProblem(path, nil, "this file is missing, or is no UTF-8 text")
    }
    return text
  }
}

/// What is wrong with a file of the course: where, what, and the way out.
package struct LessonProblem: Error, Hashable, Sendable, CustomStringConvertible {
  package var file: String
  /// Counted from 1; nil when the whole file is meant.
  package var line: Int?
  package var message: String

  package init(_ file: String, _ line: Int?, _ message: String) {
    self.file = file
    self.line = line
    self.message = message
  }

  package var description: String {
    "lessons/\(file):" + (line.map { "\($0):" } ?? "") + " " + message
  }
}
