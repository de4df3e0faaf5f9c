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

  /// The objects of a folder, in the order in which they are to be made.
  static func build(
    _ folder: String, _ kubectl: inout Session
  ) throws(Halt) -> [Value] {
    var objects = try Kustomization(folder, &kubectl).gather(&kubectl)
    for place in objects.indices where objects[place].wantsHash {
      objects[place].tree = ContentHash.named(objects[place].tree, countsName: false)
    }
    KustomizeReferences.follow(&objects)
    return objects.sorted(by: KustomizedObject.precedes).map(\.tree)
  }

  private init(_ folder: String, _ kubectl: inout Session) throws(Halt) {
    self.folder = folder.hasSuffix("/") ? String(folder.dropLast()) : folder
    let absolute = kubectl.system.absolute(self.folder)
    switch try kubectl.system.find(self.folder) {
    case .folder, .missing("is a directory"): break
    default: throw kubectl.kustomizeFailure(Self.noFolder(folder, absolute))
    }
    var text: String?
    for name in Self.names where text == nil {
      if case .text(let found) = try kubectl.system.find(self.folder + "/" + name) { text = found }
    }
    guard let text else {
      throw kubectl.kustomizeFailure(
        "unable to find one of 'kustomization.yaml', 'kustomization.yml' or 'Kustomization' in directory '\(absolute)'"
      )
    }
    do throws(ManifestError) {
      file = try Manifest(parsing: text).documents.first?.value ?? .emptyObject
    } catch {
      throw kubectl.kustomizeFailure("invalid Kustomization: \(error.message)")
    }
    for name in file.object?.names ?? [] where !Self.fields.contains(name) {
      throw kubectl.kustomizeFailure("invalid Kustomization: json: unknown field \(goQuoted(name))")
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

  /// The objects of this folder and those that it builds on, transformed.
  private func gather(_ kubectl: inout Session) throws(Halt) -> [KustomizedObject] {
    var objects: [KustomizedObject] = []
    for entry in (file["resources"]?.array ?? []) + (file["bases"]?.array ?? []) {
      try add(entry.string ?? "", to: &objects, &kubectl)
    }
    let generator = KustomizeGenerator(folder: folder, options: file["generatorOptions"])
    for (field, kind) in [("configMapGenerator", "ConfigMap"), ("secretGenerator", "Secret")] {
      for entry in file[field]?.array ?? [] {
        objects.append(try generator.object(kind, entry, &kubectl))
      }
    }
    try KustomizePatches(folder: folder, file: file).apply(to: &objects, &kubectl)
    KustomizeTransformers(file: file).apply(to: &objects)
    return objects
  }

  private func add(
    _ entry: String, to objects: inout [KustomizedObject], _ kubectl: inout Session
  ) throws(Halt) {
    let path = folder + "/" + entry
    switch try kubectl.system.find(path) {
    case .text(let text):
      do throws(ManifestError) {
        objects += try Manifest(parsing: text).documents.map { KustomizedObject($0.value) }
      } catch {
        throw kubectl.kustomizeFailure(
          "accumulating resources: accumulation err='accumulating resources from '\(entry)': MalformedYAMLError: \(error.message) in File: \(entry)'"
        )
      }
    case .folder, .missing("is a directory"):
      objects += try Kustomization(path, &kubectl).gather(&kubectl)
    case .missing:
      let whole = kubectl.system.absolute(path)
      let problem =
        "evalsymlink failure on '\(whole)' : lstat \(whole): no such file or directory"
      throw kubectl.kustomizeFailure(
        "accumulating resources: accumulation err='accumulating resources from '\(entry)': \(problem)': must build at directory: not a valid directory: \(problem)"
      )
    }
  }
}

extension Session {
  /// What a folder that cannot be built is complained of with; `get` and `describe` leave out `error: `.
  func kustomizeFailure(_ message: String) -> Halt {
    ["get", "describe"].contains(verb.path[0]) ? .failure(message) : .failure("error: " + message)
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
