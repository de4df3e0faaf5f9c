import Cluster
import Resources
import Tree

extension Session {
  /// The objects that a line names: `TYPE NAME…`, `TYPE/NAME…`, `A,B NAME`, with `-l`, `--all`, `--field-selector`, or `-f`.
  ///
  /// Those that are chosen by selectors are fetched; those that are named are not.
  package mutating func targets(
    _ arguments: [String], _ flags: ParsedFlags, listsAll: Bool = false
  ) throws(Halt) -> [Target] {
    let query = try query(arguments, flags, listsAll: listsAll && !arguments.isEmpty)
    if !query.files.isEmpty || flags.isSet("kustomize") {
      return try manifests(flags).map { object in
        var target = Target(object.kind, object.resource, object.namespace, object.name)
        target.tree = object.tree
        target.source = object.source
        return target
      }
    }
    if query.labelSelector != nil || query.fieldSelector != nil { return try list(query) }
    return try named(query)
  }

  /// Reads the words and checks that they fit together; `listsAll` where a kind alone means all its objects.
  package mutating func query(
    _ arguments: [String], _ flags: ParsedFlags, listsAll: Bool = false
  ) throws(Halt) -> TargetQuery {
    var query = TargetQuery()
    query.files = flags.list("filename")
    query.allNamespaces = flags.bool("all-namespaces")
    if !flags.string("selector").isEmpty { query.labelSelector = flags.string("selector") }
    if !flags.string("field-selector").isEmpty {
      query.fieldSelector = flags.string("field-selector")
    }
    if flags.bool("all") {
      if query.labelSelector != nil {
        throw fail("setting 'all' parameter but found a non empty selector. ")
      }
      query.labelSelector = ""
    }
    try readWords(arguments, &query)
    if listsAll, query.names.isEmpty, query.pairs.isEmpty, query.labelSelector == nil {
      query.labelSelector = ""
    }
    try check(query, flags)
    return query
  }

  private mutating func readWords(
    _ arguments: [String], _ query: inout TargetQuery
  ) throws(Halt) {
    if arguments.contains(where: { $0.contains("/") }) {
      for word in arguments { try readPair(word, &query) }
      return
    }
    guard let types = arguments.first else { return }
    query.kinds = try kinds(named: types)
    query.names = Array(arguments.dropFirst())
  }

  private mutating func readPair(_ word: String, _ query: inout TargetQuery) throws(Halt) {
    guard word.contains("/") else {
      let example = "get"
      throw fail(
        "there is no need to specify a resource type as a separate argument when passing arguments in resource/name form (e.g. 'kubectl \(example) resource/<resource_name>' instead of 'kubectl \(example) resource resource/<resource_name>'"
      )
    }
    let parts = word.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2 else {
      throw fail("arguments in resource/name form may not have more than one slash")
    }
    guard !parts[0].isEmpty, !parts[1].isEmpty else {
      throw fail(
        "arguments in resource/name form must have a single resource and name")
    }
    query.pairs.append((try kind(named: parts[0]), parts[1]))
  }

  private func check(_ query: TargetQuery, _ flags: ParsedFlags) throws(Halt) {
    if !query.files.isEmpty {
      if !query.kinds.isEmpty || !query.pairs.isEmpty {
        throw fail(
          "when paths, URLs, or stdin is provided as input, you may not specify resource arguments as well"
        )
      }
      return
    }
    if flags.isSet("kustomize") { return }
    let selects = query.labelSelector != nil || query.fieldSelector != nil
    if selects {
      if !query.names.isEmpty { throw fail("name cannot be provided when a selector is specified") }
      if !query.pairs.isEmpty {
        throw fail(
          "selectors and the all flag cannot be used when passing resource/name arguments")
      }
      if query.kinds.isEmpty {
        throw fail("at least one resource must be specified to use a selector")
      }
    } else if query.pairs.isEmpty, query.names.isEmpty {
      throw fail(
        query.kinds.isEmpty
          ? TargetQuery.missing : "resource(s) were provided, but no name was specified")
    }
  }

  /// The objects that are named, in the order of the line.
  package mutating func named(_ query: TargetQuery) throws(Halt) -> [Target] {
    var wanted = query.pairs
    for kind in query.kinds { wanted += query.names.map { (kind, $0) } }
    var found: [Target] = []
    for (kind, name) in wanted {
      let resource = resource(kind)
      if query.allNamespaces, resource.isNamespaced {
        throw fail("a resource cannot be retrieved by name across all namespaces")
      }
      found.append(Target(kind, resource, namespace(for: resource), name))
    }
    return found
  }

  /// The objects that selectors choose.
  private mutating func list(_ query: TargetQuery) throws(Halt) -> [Target] {
    var found: [Target] = []
    for kind in query.kinds {
      let list = try demandList(kind, query)
      found += list.records.map { Target(kind, $0) }
    }
    return found
  }

  private mutating func demandList(
    _ kind: Int, _ query: TargetQuery
  ) throws(Halt) -> ObjectList {
    let response = try request(listRequest(kind, query))
    if let status = response.failure {
      throw fail(enhanced(status, resource(kind), query))
    }
    guard case .list(let list) = response.body else { throw fail("unexpected answer to a list") }
    return list
  }

  /// A list of everything that a query chooses of one kind.
  package mutating func listRequest(_ kind: Int, _ query: TargetQuery) -> Request {
    let resource = resource(kind)
    var wish = Request(
      .list, kind, namespace: query.allNamespaces ? "" : namespace(for: resource))
    wish.labelSelector = query.labelSelector ?? ""
    wish.fieldSelector = query.fieldSelector ?? ""
    return wish
  }

  /// What client-go adds to a list's refusal (`resource.EnhanceListError`).
  package func enhanced(
    _ status: Status, _ resource: Resource, _ query: TargetQuery
  ) -> Status {
    guard ["BadRequest", "NotFound"].contains(status.reason) else { return status }
    var status = status
    let name = "\(resource.group)/\(resource.version), Resource=\(resource.plural)"
    let labels = query.labelSelector ?? ""
    let fields = query.fieldSelector ?? ""
    status.message =
      labels.isEmpty && fields.isEmpty
      ? "Unable to list \(goQuoted(name)): \(status.message)"
      : "Unable to find \(goQuoted(name)) that match label selector \(goQuoted(labels)), field selector \(goQuoted(fields)): \(status.message)"
    return status
  }

  /// Fetches what has not been fetched yet; those that cannot be found become problems.
  package mutating func fetch(
    _ targets: [Target]
  ) throws(Halt) -> (found: [Target], problems: [Problem]) {
    var found: [Target] = []
    var problems: [Problem] = []
    for var target in targets {
      if target.record == nil {
        let response = try request(target.request(.get))
        if let status = response.failure {
          problems.append(.status(status))
          continue
        }
        target.record = response.record
      }
      found.append(target)
    }
    return (found, problems)
  }
}
