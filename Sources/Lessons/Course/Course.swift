import Resources
import Tree

/// The lessons in their order; some are still to come.
package struct Course: Sendable {
  package struct Item: Sendable {
    package let id: String
    package let folder: String
    package let title: Text
    package let isPresent: Bool
  }

  package let title: Text
  package let items: [Item]

  package init(_ files: LessonFiles) throws(LessonProblem) {
    let root = try DataFile("course.yaml", in: files).root.only("format", "title", "lessons")
    try root.checkFormat()
    title = try root.required("title").bothLanguages()
    var items: [Item] = []
    for entry in try root.required("lessons").list() {
      let item = try Item(entry)
      guard !items.contains(where: { $0.id == item.id || $0.folder == item.folder }) else {
        throw entry.problem("\(item.id) is in the course already")
      }
      items.append(item)
    }
    self.items = items
  }

  package var present: [Item] { items.filter(\.isPresent) }

  /// A lesson by its id, its number, its folder, or the beginning of one of them that fits no other.
  package func find(_ text: String) -> Item? {
    if let exact = items.first(where: { $0.id == text || $0.folder == text }) { return exact }
    if let number = Int(text) {
      return items.first { Int($0.folder.prefix { $0 != "-" }) == number }
    }
    let close = items.filter { $0.id.hasPrefix(text) || $0.folder.hasPrefix(text) }
    return close.count == 1 && !text.isEmpty ? close[0] : nil
  }

  /// The lesson after another one that is there.
  package func next(after id: String) -> Item? {
    guard let place = items.firstIndex(where: { $0.id == id }) else { return present.first }
    return items[(place + 1)...].first(where: \.isPresent)
  }

  package func lesson(_ item: Item, _ files: LessonFiles) throws(LessonProblem) -> Lesson {
    let lesson = try Lesson(folder: item.folder, in: files)
    guard lesson.id == item.id else {
      throw LessonProblem(
        item.folder + "/lesson.yaml", nil,
        "the lesson is called \(lesson.id), but course.yaml calls it \(item.id)")
    }
    return lesson
  }
}

extension Course.Item {
  fileprivate init(_ entry: Entry) throws(LessonProblem) {
    try entry.only("id", "folder", "title", "present")
    id = try entry.required("id").identifier()
    folder = try entry.required("folder").identifier()
    title = try entry.required("title").bothLanguages()
    isPresent = try entry["present"]?.flag() ?? false
  }
}

extension Lesson {
  /// What `lessons --json` says of a lesson.
  package var summary: Value {
    [
      "id": .string(id),
      "title": ["en": .string(title.english), "zh-Hans": .string(title.chinese)],
      "steps": .int(Int64(steps.count)),
      "tasks": .int(Int64(steps.count { $0.kind == .task })),
      "questions": .int(Int64(steps.count { $0.kind == .predict || $0.kind == .question })),
      "minutes": .int(Int64(minutes)),
      "needs": .array(needs.map { .string($0) }),
    ]
  }
}
