import Cluster
import Manifest
import Resources
import Tree

extension Session {
  /// The objects in the files of `-f`, in order, Lists opened; whatever cannot be read ends the program.
  package mutating func manifests(_ flags: ParsedFlags) throws(Halt) -> [ManifestObject] {
    let read = try readManifests(flags)
    if let halt = Problem.halt(read.problems) { throw halt }
    return read.objects
  }

  /// The objects that can be read, and why the others cannot: `apply` and `create` act on the former first.
  package mutating func readManifests(
    _ flags: ParsedFlags
  ) throws(Halt) -> (objects: [ManifestObject], problems: [Problem]) {
    let folder = flags.string("kustomize")
    if !folder.isEmpty {
      if flags.isSet("filename") { throw fail("only one of -f or -k can be specified") }
      var objects: [ManifestObject] = []
      var problems: [Problem] = []
      for tree in try Kustomization.build(folder, &self) {
        try open(tree, nil, folder, flags, &objects, &problems)
      }
      return (objects, problems)
    }
    let found = try manifestTexts(flags)
    let read = try objects(in: found.texts, flags)
    return (read.objects, found.problems + read.problems)
  }

  /// The objects of texts that have been read, with where each comes from.
  mutating func objects(
    in texts: [(source: String, text: String)], _ flags: ParsedFlags
  ) throws(Halt) -> (objects: [ManifestObject], problems: [Problem]) {
    var objects: [ManifestObject] = []
    var problems: [Problem] = []
    for (source, text) in texts {
      let read = Manifest.reading(text)
      for document in read.documents {
        try open(document.value, document, source, flags, &objects, &problems)
      }
      if let error = read.error {
        problems.append(.message("error parsing \(source): \(error.message)"))
      }
    }
    return (objects, problems)
  }

  /// Whether the verb reads objects into Go's structs, and so knows no kinds but kubectl's own.
  private var decodesTyped: Bool {
    ["rollout", "expose", "set", "autoscale"].contains(verb.path.first)
  }

  /// Adds a document's object, or those of a List.
  private mutating func open(
    _ tree: Value, _ document: ManifestDocument?, _ source: String, _ flags: ParsedFlags,
    _ objects: inout [ManifestObject], _ problems: inout [Problem]
  ) throws(Halt) {
    guard case .object = tree else {
      problems.append(
        .message(
          "unable to decode \(goQuoted(source)): json: cannot unmarshal \(tree.typeName) into Go value of type unstructured.detector"
        ))
      return
    }
    let kind = tree["kind"]?.string ?? ""
    let version = tree["apiVersion"]?.string ?? ""
    if let problem = missingType(kind, version, tree, source, flags) {
      problems.append(problem)
      return
    }
    if kind.hasSuffix("List"), let items = tree["items"]?.array {
      for item in items { try open(item, nil, source, flags, &objects, &problems) }
      return
    }
    let name = tree["metadata"]?["name"]?.string ?? ""
    let given = tree["metadata"]?["namespace"]?.string ?? ""
    guard let index = self.kind(apiVersion: version, kind: kind) else {
      if decodesTyped {
        problems.append(
          .message(
            "unable to decode \(goQuoted(source)): no kind \(goQuoted(kind)) is registered for version \(goQuoted(version)) in scheme \"pkg/scheme/scheme.go:28\""
          ))
        return
      }
      problems.append(
        .message(
          "resource mapping not found for name: \(goQuoted(name)) namespace: \(goQuoted(given)) from \(goQuoted(source)): no matches for kind \(goQuoted(kind)) in version \(goQuoted(version))\nensure CRDs are installed first"
        ))
      return
    }
    let resource = resource(index)
    var tree = tree
    if resource.isNamespaced {
      if isNamespaceSet, !given.isEmpty, given != namespace {
        problems.append(
          .message(
            "the namespace from the provided object \(goQuoted(given)) does not match the namespace \(goQuoted(namespace)). You must pass '--namespace=\(given)' to perform this operation."
          ))
        return
      }
      // What is only shown and never sent stays as it is written.
      let isLocal = flags.isKnown("local") && flags.bool("local")
      if given.isEmpty, !isLocal { tree.set("metadata", "namespace", to: .string(namespace)) }
    }
    objects.append(
      ManifestObject(
        tree: tree, source: source, kind: index, resource: resource,
        namespace: resource.isNamespaced ? (given.isEmpty ? namespace : given) : "",
        document: document))
  }

  /// What is said of an object without a kind or a version: by validation, else by decoding.
  private func missingType(
    _ kind: String, _ version: String, _ tree: Value, _ source: String, _ flags: ParsedFlags
  ) -> Problem? {
    var missing: [String] = []
    if version.isEmpty { missing.append("apiVersion not set") }
    if kind.isEmpty { missing.append("kind not set") }
    if missing.isEmpty { return nil }
    let validates = ["strict", "true", "warn"].contains(flags.string("validate"))
    if flags.isKnown("validate"), validates {
      let list = missing.count == 1 ? missing[0] : "[\(missing.joined(separator: ", "))]"
      return .message(
        "error validating \(goQuoted(source)): error validating data: \(list); if you choose to ignore these errors, turn validation off with --validate=false"
      )
    }
    let part = kind.isEmpty ? "Kind" : "apiVersion"
    return .message(
      "unable to decode \(goQuoted(source)): Object '\(part)' is missing in '\(tree.json(escapingHTML: false))'"
    )
  }
}
