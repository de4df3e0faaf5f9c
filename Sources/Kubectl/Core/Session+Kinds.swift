import Cluster
import Resources
import Tree

extension Session {
  /// Every kind of the server, in its order.
  package mutating func kinds() -> [any KindType] { system.kinds() }

  package mutating func resource(_ kind: Int) -> Resource { system.kinds()[kind].resource }

  /// The kind that a word names: `pods`, `po`, `deployments.apps`, `deployments.v1.apps`; nil where there is none.
  package mutating func lookUpKind(_ word: String) -> Int? {
    let word = word.lowercased()
    let resources = system.kinds().map(\.resource)
    let parts = word.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    let name = parts[0]
    if parts.count == 1 {
      return resources.firstIndex { $0.plural == name || $0.singular == name }
        ?? resources.firstIndex { $0.shortNames.contains(name) }
    }
    let group = parts.dropFirst().joined(separator: ".")
    let groupAfterVersion = parts.dropFirst(2).joined(separator: ".")
    func isNamed(_ resource: Resource) -> Bool {
      resource.plural == name || resource.singular == name || resource.shortNames.contains(name)
    }
    return resources.firstIndex {
      isNamed($0) && parts.count > 2 && $0.version == parts[1] && $0.group == groupAfterVersion
    }
      ?? resources.firstIndex {
        // A group may be shortened to its beginning: `ingresses.networking`.
        isNamed($0) && ($0.group == group || !group.isEmpty && $0.group.hasPrefix(group + "."))
      }
  }

  package mutating func kind(named word: String) throws(Halt) -> Int {
    if let kind = lookUpKind(word) { return kind }
    throw unknownKind(word)
  }

  package func unknownKind(_ word: String) -> Halt {
    let name = word.split(separator: ".", omittingEmptySubsequences: false).first.map(String.init)
    return .failure("error: the server doesn't have a resource type \(goQuoted(name ?? word))")
  }

  /// The kinds that a word of a line names, several with commas, categories among them.
  package mutating func kinds(named words: String) throws(Halt) -> [Int] {
    var found: [Int] = []
    for word in words.split(separator: ",", omittingEmptySubsequences: false).map(String.init) {
      let members = category(word)
      for kind in members.isEmpty ? [try kind(named: word)] : members
      where !found.contains(kind) {
        found.append(kind)
      }
    }
    return found
  }

  /// The kinds of a category such as `all`.
  package mutating func category(_ word: String) -> [Int] {
    let resources = system.kinds().map(\.resource)
    return resources.indices.filter { resources[$0].categories.contains(word) }
  }

  /// The kind of a manifest's object; nil where the server has none.
  package mutating func kind(apiVersion: String, kind: String) -> Int? {
    system.kinds().firstIndex {
      $0.resource.kind == kind && $0.resource.apiVersion == apiVersion
    }
  }

  /// `pod/web`, `deployment.apps/web`.
  package func qualifiedName(_ record: any Record) -> String {
    record.resource.qualifiedKind + "/" + record.name
  }
}
