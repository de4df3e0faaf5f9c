import Cluster
import Console
import Manifest
import Resources
import Tree

extension Lesson {
  /// Reads a lesson's folder: `lesson.yaml` and a text in each language.
  package init(folder: String, in files: LessonFiles) throws(LessonProblem) {
    let file = try DataFile(folder + "/lesson.yaml", in: files)
    let root = try file.root.only(
      "format", "id", "version", "title", "minutes", "needs", "world", "steps")
    try root.checkFormat()
    self.folder = folder
    id = try root.required("id").identifier()
    version = try root.required("version").integer(in: 1...1_000_000)
    title = try root.required("title").bothLanguages()
    minutes = try root.required("minutes").integer(in: 1...240)
    needs =
      try root["needs"]?.list().mapping { entry throws(LessonProblem) in try entry.identifier() }
      ?? []
    start = try LessonStart(root.required("world"), folder: folder, files)
    let entries = try root.required("steps").list()
    var steps: [Step] = []
    for entry in entries {
      let step = try Step(entry, start: start, folder: folder, files)
      guard !steps.contains(where: { $0.id == step.id }) else {
        throw entry.problem("a step before this one is also called \(step.id)")
      }
      steps.append(step)
    }
    guard !steps.isEmpty else { throw root.problem("a lesson without steps teaches nothing") }
    self.steps = steps
    texts = try Language.allCases.mapping { language throws(LessonProblem) in
      try LessonText(folder + "/\(language.rawValue).md", in: files)
    }
  }
}

extension LessonStart {
  init(_ entry: Entry, folder: String, _ files: LessonFiles) throws(LessonProblem) {
    if let name = entry.value.string {
      guard let found = Worlds.named(name) else {
        let known = Worlds.all.map(\.name).joined(separator: ", ")
        throw entry.problem("there is no world \(name); known are \(known)")
      }
      setup = found
      return
    }
    try entry.only("nodes", "images", "age", "files", "objects", "lines")
    setup.nodes = try LessonStart.nodes(entry["nodes"])
    if let images = entry["images"] {
      let names = try images.lines()
      for index in setup.nodes.indices { setup.nodes[index].images = names }
    }
    setup.age = Int64(try entry["age"]?.integer(in: 0...864_000) ?? 60)
    for item in try entry["files"]?.list() ?? [] {
      let name = try item.string()
      guard let text = try? files.text(folder + "/" + name) else {
        throw item.problem("there is no file \(name) in lessons/\(folder)")
      }
      self.files.append((name, text))
    }
    for item in try entry["objects"]?.list() ?? [] {
      let path = folder + "/" + (try item.string())
      let text = try files.text(path)
      do throws(StrictYAMLError) {
        for document in try StrictYAML.documents(text) { try add(document.value, path) }
      } catch {
        throw LessonProblem(path, error.line, error.problem)
      }
    }
    lines = try entry["lines"]?.lines() ?? []
  }

  private mutating func add(_ tree: Value, _ path: String) throws(StrictYAMLError) {
    guard let kind = tree["kind"]?.string, let name = tree["metadata"]?["name"]?.string,
      tree["apiVersion"]?.string != nil
    else {
      throw StrictYAMLError(problem: "an object needs apiVersion, kind and metadata.name")
    }
    setup.objects.append(tree)
    objects.append((kind, name))
  }

  private static func nodes(_ entry: Entry?) throws(LessonProblem) -> [WorldSetup.NodeSetup] {
    guard let entry else { return WorldSetup.standard.nodes }
    if entry.value.int != nil {
      return WorldSetup.numbered(try entry.integer(in: 1...100)).nodes
    }
    return try entry.list().mapping { item throws(LessonProblem) in
      WorldSetup.NodeSetup(try item.identifier())
    }
  }
}
