import Cluster
import Resources
import Tree

/// What `get` and `describe` were asked for, in the groups in which it is fetched.
struct Listing {
  /// One request: a list of a kind, or one object.
  struct Part {
    var kind: Int
    var resource: Resource
    var request: Request
    /// One object by name.
    var isNamed: Bool
    var table: ObjectTable?
    var records: [any Record] = []
    var tree: Value?
  }

  var query: TargetQuery
  var parts: [Part] = []
  var problems: [Problem] = []
  /// Why objects of files could not be read.
  private var unread: [Problem] = []
  private let ignoresNotFound: Bool

  /// Ends the program where the one file that is to be shown whole cannot be read.
  func demandSingleFile() throws(Halt) {
    if query.files.count == 1, parts.isEmpty, let halt = Problem.halt(unread) { throw halt }
  }

  /// Ends the program with all that went wrong; of files kubectl complains without `error: `.
  var halt: Halt? {
    if unread.isEmpty { return Problem.halt(problems) }
    return .failure((problems + unread).map(\.text).joined(separator: "\n"))
  }

  /// Whether everything that was asked for was answered.
  var isWhole: Bool { problems.isEmpty && unread.isEmpty }

  /// Whether the line names just one object, which is then shown as itself and not in a List.
  var isSingle: Bool { parts.count == 1 && parts[0].isNamed }
  /// Whether several kinds are asked for, so that names need their kinds.
  var hasSeveralKinds: Bool { parts.contains { $0.kind != parts[0].kind } }

  /// The same of what was found, which is what tables go by.
  var hasSeveralKindsFound: Bool {
    let found = parts.filter { $0.table != nil }
    return found.contains { $0.kind != found[0].kind }
  }

  var trees: [Value] {
    parts.flatMap { part in part.tree.map { [$0] } ?? part.records.map(\.tree) }
  }

  init(_ flags: ParsedFlags, _ kubectl: inout Session) throws(Halt) {
    ignoresNotFound = flags.bool("ignore-not-found")
    query = try kubectl.query(flags.positional, flags, listsAll: true)
    if !query.files.isEmpty || flags.isSet("kustomize") {
      let read = try kubectl.readManifests(flags)
      unread = read.problems
      for object in read.objects {
        add(object.kind, object.resource, object.namespace, object.name)
      }
    } else if query.isNamed {
      for target in try kubectl.named(query) {
        add(target.kind, target.resource, target.namespace, target.name)
      }
    } else {
      for kind in query.kinds {
        let request = kubectl.listRequest(kind, query)
        let resource = kubectl.resource(kind)
        parts.append(Part(kind: kind, resource: resource, request: request, isNamed: false))
      }
    }
    for place in parts.indices {
      parts[place].request.subresource = flags.string("subresource")
    }
  }

  private mutating func add(_ kind: Int, _ resource: Resource, _ namespace: String, _ name: String)
  {
    let request = Request(.get, kind, namespace: namespace, name: name)
    parts.append(Part(kind: kind, resource: resource, request: request, isNamed: true))
  }

  mutating func fetch(asTable: Bool, _ kubectl: inout Session) throws(Halt) {
    for place in parts.indices {
      var request = parts[place].request
      request.wantsTable = asTable
      let response = try kubectl.request(request)
      switch response.body {
      case .table(let table): parts[place].table = table
      case .list(let list): parts[place].records = list.records
      case .record(let record): parts[place].records = [record]
      case .tree(let tree): parts[place].tree = tree
      case .failure(let status):
        if ignoresNotFound, status.reason == "NotFound" { continue }
        let isList = !parts[place].isNamed
        problems.append(
          .status(isList ? kubectl.enhanced(status, parts[place].resource, query) : status))
      case .watching: break
      }
    }
  }
}
