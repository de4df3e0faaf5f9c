import Cluster
import Manifest
import Resources
import Tree

/// Builds the objects of a kustomization folder, as `kubectl kustomize` and `-k` do (kustomize v5.5).
struct Kustomization {
  private static let names = ["kustomization.yaml", "kustomization.yml", "Kustomization"]
  private static let fields = [
    "apiVersion", "kind", "metadata", "resources", "bases", "components", "namespace",
    "namePrefix", "nameSuffix", "commonLabels", "commonAnnotations", "labels", "images",
    "replicas", "configMapGenerator", "secretGenerator", "generatorOptions", "patches",
    "patchesStrategicMerge", "patchesJson6902", "buildMetadata", "sortOptions",
  ]

  private let folder: String
  private let file: Value
  /// The whole paths of this folder and of those that led to it.
  private let roots: [String]

  /// The objects of a folder, in the order in which they are to be made.
  static func build(
    _ folder: String, _ kubectl: inout Session
  ) throws(Halt) -> [Value] {
    do throws(Halt) {
      let kustomization = try Kustomization(folder, from: [], &kubectl)
      var objects: [KustomizedObject] = []
      try kustomization.accumulate(&objects, &kubectl)
      for place in objects.indices where objects[place].wantsHash {
        objects[place].tree = ContentHash.named(objects[place].tree, countsName: false)
      }
      KustomizeReferences.follow(&objects)
      let keepsOrder = kustomization.file["sortOptions"]?["order"]?.string == "fifo"
      return (keepsOrder ? objects : objects.sorted(by: KustomizedObject.precedes)).map(\.tree)
    } catch {
      guard case .exit(let status, let message) = error else { throw error }
      throw .exit(status, kubectl.kustomizePrefix + message)
    }
  }

  private init(
    _ folder: String, from roots: [String], _ kubectl: inout Session
  ) throws(Halt) {
    self.folder = folder.hasSuffix("/") ? String(folder.dropLast()) : folder
    let root = kubectl.system.absolute(self.folder)
    self.roots = roots + [root]
    switch try kubectl.system.find(self.folder) {
    case .folder, .missing("is a directory"): break
    default: throw .failure(Self.noFolder(roots.isEmpty ? folder : root, root))
    }
    if let visited = roots.first(where: { ($0 + "/").hasPrefix(root + "/") }) {
      throw .failure(
        "cycle detected: candidate root '\(root)' contains visited root '\(visited)'")
    }
    var text: String?
    for name in Self.names where text == nil {
      if case .text(let found) = try kubectl.system.find(self.folder + "/" + name) { text = found }
    }
    guard let text else {
      throw .failure(
        (roots.isEmpty ? "" : "couldn't make target for path '\(root)': ")
          + "unable to find one of 'kustomization.yaml', 'kustomization.yml' or 'Kustomization' in directory '\(root)'"
      )
    }
    do throws(ManifestError) {
      file = try Manifest(parsing: text).documents.first?.valueOfKustomize ?? .emptyObject
    } catch {
      throw .failure("invalid Kustomization: \(error.message)")
    }
    try check(&kubectl)
  }

  private func check(_ kubectl: inout Session) throws(Halt) {
    for name in file.object?.names ?? [] where !Self.fields.contains(name) {
      throw .failure("invalid Kustomization: json: unknown field \(goQuoted(name))")
    }
    if let order = file["sortOptions"]?["order"]?.string, !["fifo", "legacy"].contains(order) {
      throw .failure("the field 'sortOptions.order' must be one of [fifo, legacy]")
    }
    if file["buildMetadata"]?.array?.isEmpty == false {
      throw .failure(
        kubectl.language == .english
          ? "buildMetadata is not available here" : "此处不支持 buildMetadata")
    }
    for (old, new) in [("commonLabels", "labels"), ("patchesStrategicMerge", "patches")]
    where file[old] != nil {
      kubectl.warn(
        "# Warning: '\(old)' is deprecated. Please use '\(new)' instead. Run 'kustomize edit fix' to update your Kustomization automatically."
      )
    }
  }

  private static func noFolder(_ path: String, _ absolute: String) -> String {
    "must build at directory: not a valid directory: evalsymlink failure on '\(path)' : lstat \(absolute): no such file or directory"
  }

  private var isComponent: Bool { file["kind"]?.string == "Component" }

  /// Adds what this folder builds on, and changes everything that there is then: a component changes objects of others.
  private func accumulate(
    _ objects: inout [KustomizedObject], _ kubectl: inout Session
  ) throws(Halt) {
    for entry in (file["resources"]?.array ?? []) + (file["bases"]?.array ?? []) {
      try add(entry.string ?? "", to: &objects, &kubectl)
    }
    for entry in file["components"]?.array ?? [] {
      try add(component: entry.string ?? "", to: &objects, &kubectl)
    }
    let generator = KustomizeGenerator(folder: folder, options: file["generatorOptions"])
    for (field, kind) in [("configMapGenerator", "ConfigMap"), ("secretGenerator", "Secret")] {
      for entry in file[field]?.array ?? [] {
        objects.append(try generator.object(kind, entry, &kubectl))
      }
    }
    try KustomizePatches(folder: folder, file: file).apply(to: &objects, &kubectl)
    KustomizeTransformers(file: file).apply(to: &objects)
  }

  private func add(
    _ entry: String, to objects: inout [KustomizedObject], _ kubectl: inout Session
  ) throws(Halt) {
    let path = folder + "/" + entry
    let whole = kubectl.system.absolute(path)
    let start = "accumulating resources: accumulation err='accumulating resources from '\(entry)': "
    switch try kubectl.system.find(path) {
    case .text(let text):
      do throws(ManifestError) {
        objects += try Manifest(parsing: text).documents.map {
          KustomizedObject($0.valueOfKustomize)
        }
      } catch {
        throw .failure(start + "MalformedYAMLError: \(error.message) in File: \(entry)'")
      }
    case .folder, .missing("is a directory"):
      let noFile = start + "'\(whole)' must resolve to a file': "
      let base = try Self.explained(by: noFile) { () throws(Halt) in
        try Kustomization(path, from: roots, &kubectl)
      }
      if base.isComponent {
        throw .failure(noFile + "expected kind != 'Component' for path '\(whole)'")
      }
      var own: [KustomizedObject] = []
      try Self.explained(by: noFile + "recursed accumulation of path '\(whole)': ") {
        () throws(Halt) in try base.accumulate(&own, &kubectl)
      }
      objects += own
    case .missing:
      let problem =
        "evalsymlink failure on '\(whole)' : lstat \(whole): no such file or directory"
      throw .failure(
        start + "\(problem)': must build at directory: not a valid directory: \(problem)")
    }
  }

  private func add(
    component entry: String, to objects: inout [KustomizedObject], _ kubectl: inout Session
  ) throws(Halt) {
    let path = folder + "/" + entry
    let part: Kustomization
    do throws(Halt) { part = try Kustomization(path, from: roots, &kubectl) } catch {
      guard case .exit(let status, let message) = error else { throw error }
      throw .exit(status, "accumulating components: loader.New \(goQuoted(message))")
    }
    guard part.isComponent else {
      let kind = part.file["kind"]?.string ?? "Kustomization"
      let problem =
        "expected kind 'Component' for path '\(kubectl.system.absolute(path))' but got '\(kind)'"
      throw .failure("accumulating components: accumulateDirectory: \(goQuoted(problem))")
    }
    try Self.explained(by: "accumulating components: accumulateDirectory: ") { () throws(Halt) in
      try part.accumulate(&objects, &kubectl)
    }
  }

  /// Says of a failure where it came up.
  private static func explained<Result>(
    by start: String, _ body: () throws(Halt) -> Result
  ) throws(Halt) -> Result {
    do throws(Halt) { return try body() } catch {
      guard case .exit(let status, let message) = error else { throw error }
      throw .exit(status, start + message)
    }
  }
}

extension Session {
  /// `error: `, which `get` and `describe` leave out where a folder cannot be built.
  fileprivate var kustomizePrefix: String {
    ["get", "describe"].contains(verb.path[0]) ? "" : "error: "
  }
}

/// `kubectl kustomize`: the objects of a kustomization folder as text.
struct KustomizeVerb: Verb {
  let path = ["kustomize"]
  let arguments = "DIR [flags] [options]"
  let summary = Text(
    "Build a kustomization target from a directory.", "由目录构建 kustomization。")
  let flags = [FlagSpec("output", "o")]

  func run(_ flags: ParsedFlags, _ kubectl: inout Session) throws(Halt) -> Int32 {
    guard flags.positional.count < 2 else {
      throw kubectl.fail("specify one path to kustomization.yaml")
    }
    let trees = try Kustomization.build(flags.positional.first ?? ".", &kubectl)
    kubectl.write(trees.map { $0.yaml() }.joined(separator: "---\n"))
    return 0
  }
}
