import Resources
import Tree

/// What a session was started with: enough to start it again on another machine.
package struct SessionStart: Hashable, Sendable {
  package var engine = Engine.version
  /// `sandbox` or `lesson`.
  package var mode = "sandbox"
  /// The whole world of a sandbox, so that a replay opens no file.
  package var world: Value = .null
  package var lesson = ""
  package var lessonVersion = ""
  package var language = Language.english
  package var seed: UInt64 = 1
  package var learner = ""
  package var isManual = false
  /// The progress that a lesson was taken up from, as its file has it; empty for a fresh start.
  package var resumed = ""

  package init() {}

  package var tree: Value {
    var tree: Value = [
      "format": 1, "engine": .string(engine), "mode": .string(mode),
      "lang": .string(language.rawValue), "seed": .string(String(seed)),
    ]
    if !world.isNull { tree["world"] = world }
    if !lesson.isEmpty { tree["lesson"] = .string(lesson) }
    if !lessonVersion.isEmpty { tree["lessonVersion"] = .string(lessonVersion) }
    if !learner.isEmpty { tree["learner"] = .string(learner) }
    if isManual { tree["manual"] = true }
    if !resumed.isEmpty { tree["resumed"] = .string(resumed) }
    return tree
  }

  package init?(tree: Value) {
    guard tree["format"]?.int == 1, let mode = tree["mode"]?.string else { return nil }
    self.mode = mode
    engine = tree["engine"]?.string ?? ""
    world = tree["world"] ?? .null
    lesson = tree["lesson"]?.string ?? ""
    lessonVersion = tree["lessonVersion"]?.string ?? ""
    language = tree["lang"]?.string.flatMap(Language.init(rawValue:)) ?? .english
    seed = tree["seed"]?.string.flatMap { UInt64($0) } ?? 1
    learner = tree["learner"]?.string ?? ""
    isManual = tree["manual"]?.bool ?? false
    resumed = tree["resumed"]?.string ?? ""
  }
}

/// One line of a session as it was taken in, and what it left behind.
package struct LineRecord: Hashable, Sendable {
  /// A file that the line read from the disk; no text where there was none.
  package struct File: Hashable, Sendable {
    package var path: String
    package var text: String?
    package var problem: String

    package init(path: String, text: String?, problem: String) {
      self.path = path
      self.text = text
      self.problem = problem
    }
  }

  /// What the learner's editor made of a text; none where it failed, with what went wrong.
  package struct Edit: Hashable, Sendable {
    package var text: String?
    package var problem: String
  }

  package var line: String
  package var files: [File] = []
  /// In the order in which the line asked for them.
  package var edits: [Edit] = []
  /// The number of events after which Ctrl-C came; nil when none did.
  package var interruptedAt: Int?
  /// The world's fingerprint afterwards.
  package var digest = ""
  package var exit: Int32 = 0

  package init(line: String) { self.line = line }

  package var tree: Value {
    var tree: Value = [
      "line": .string(line), "digest": .string(digest), "exit": .int(Int64(exit)),
    ]
    if !files.isEmpty {
      tree["files"] = .array(
        files.map { file in
          var entry: Value = ["path": .string(file.path)]
          if let text = file.text { entry["text"] = .string(text) }
          if !file.problem.isEmpty { entry["problem"] = .string(file.problem) }
          return entry
        })
    }
    if !edits.isEmpty {
      tree["edits"] = .array(
        edits.map { edit in
          var entry: Value = [:]
          if let text = edit.text { entry["text"] = .string(text) }
          if !edit.problem.isEmpty { entry["problem"] = .string(edit.problem) }
          return entry
        })
    }
    if let interruptedAt { tree["interruptedAt"] = .int(Int64(interruptedAt)) }
    return tree
  }

  package init?(tree: Value) {
    guard let line = tree["line"]?.string else { return nil }
    self.line = line
    digest = tree["digest"]?.string ?? ""
    exit = Int32(truncatingIfNeeded: tree["exit"]?.int ?? 0)
    interruptedAt = tree["interruptedAt"]?.int.map { Int($0) }
    edits = (tree["edits"]?.array ?? []).map {
      Edit(text: $0["text"]?.string, problem: $0["problem"]?.string ?? "")
    }
    files = (tree["files"]?.array ?? []).compactMap { entry in
      entry["path"]?.string.map {
        File(path: $0, text: entry["text"]?.string, problem: entry["problem"]?.string ?? "")
      }
    }
  }
}
