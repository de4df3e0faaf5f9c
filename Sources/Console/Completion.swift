import Cluster
import Resources
import Shell

extension Console {
  /// What could stand at the cursor: verbs, programs, kinds and the names that exist right now.
  package mutating func completions(
    _ line: String, cursor: Int
  ) -> [(text: String, summary: String)] {
    let before = String(decoding: Array(line.utf8.prefix(cursor)), as: UTF8.self)
    var words = before.split(separator: " ", omittingEmptySubsequences: true).map(String.init)
    let current = before.last == " " || words.isEmpty ? "" : words.removeLast()
    let found = words.isEmpty ? firstWords : candidates(after: words, current)
    return found.filter { $0.text.hasPrefix(current) && $0.text != current }
      .sorted { $0.text.precedes($1.text) }
  }

  private var firstWords: [(text: String, summary: String)] {
    Verbs.all.flatMap { verb in verb.names.map { ($0, verb.summary[language]) } }
      + Console.shell.names.map { ($0, "") }
  }

  private func candidates(
    after words: [String], _ current: String
  ) -> [(text: String, summary: String)] {
    if words[0] == "kubectl" { return kubectlCandidates(Array(words.dropFirst()), current) }
    guard Verbs.find(words[0], words) != nil else { return [] }
    switch words[0] {
    case "why", "break", "watch", "inspect": return objectCandidates(current)
    case "stop", "start":
      return
        (["kube-apiserver", "kube-scheduler", "kube-controller-manager"]
        + world.kubelets.names.map { "kubelet@" + $0 }).map { ($0, "") }
    case "help": return Verbs.all.map { ($0.names[0], $0.summary[language]) }
    case "branch": return timeline.branches.map { ($0.name, "") }
    case "goto": return timeline.marks.map { ($0.name, "") }
    default: return []
    }
  }

  /// `pod/` first, and names behind the slash.
  private func objectCandidates(_ current: String) -> [(text: String, summary: String)] {
    guard let slash = current.firstIndex(of: "/") else {
      return world.api.types.enumerated().filter { world.api.store.tables[$0.offset].count > 0 }
        .map { ($0.element.resource.singular + "/", "") }
    }
    let word = String(current[..<slash])
    guard let kind = kind(word) else { return [] }
    return names(of: kind, in: "default").map { (word + "/" + $0, "") }
  }

  private func names(of kind: Int, in namespace: String) -> [String] {
    let isNamespaced = world.api.type(kind).resource.isNamespaced
    return world.api.store.tables[kind].sorted(namespace: isNamespaced ? namespace : nil)
      .prefix(500).map(\.name)
  }

  private func kubectlCandidates(
    _ words: [String], _ current: String
  ) -> [(text: String, summary: String)] {
    let namespace =
      words.firstIndex { $0 == "-n" || $0 == "--namespace" }
      .flatMap { $0 + 1 < words.count ? words[$0 + 1] : nil } ?? "default"
    if words.last == "-n" || words.last == "--namespace" {
      return names(of: Catalog.namespaces, in: "").map { ($0, "") }
    }
    let completion = KubectlWords.next(after: words, current)
    switch completion {
    case .words(let list): return list.map { ($0, "") }
    case .kinds:
      if current.contains("/") { return objectCandidates(current) }
      return world.api.types.map { ($0.resource.plural, $0.resource.shortNames.first ?? "") }
    case .names(let word):
      guard let kind = kind(word) else { return [] }
      return names(of: kind, in: namespace).map { ($0, "") }
    }
  }
}

/// Where a kubectl line stands: what kind of word comes next.
enum KubectlWords {
  enum Next {
    case words([String])
    case kinds
    case names(String)
  }

  static func next(after words: [String], _ current: String) -> Next {
    let plain = words.filter { !$0.hasPrefix("-") }
    return plain.isEmpty ? .words([]) : plain.count == 1 ? .kinds : .names(plain[1])
  }
}
