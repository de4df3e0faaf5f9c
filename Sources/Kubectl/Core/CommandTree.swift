import Cluster
import Tree

/// Finds the command that a line names, as cobra does: flags may stand before and between its words.
enum CommandTree {
  struct Found {
    /// The words that were recognised; where there is no verb, they name a group.
    var path: [String]
    var verb: (any Verb)?
    /// The line without the words of the path.
    var words: [String]

    var title: String { (["kubectl"] + path).joined(separator: " ") }
  }

  static func find(_ line: [String]) throws(Halt) -> Found {
    var found = Found(path: [], verb: nil, words: line)
    while true {
      let specs = found.verb?.allFlags ?? FlagSpec.global
      guard let place = firstWord(found.words, specs) else { return found }
      let path = found.path + [groupAliases[found.words[place]] ?? found.words[place]]
      if let verb = verb(path) {
        found.words.remove(at: place)
        found.verb = verb
        found.path = verb.path
      } else if isGroup(path) {
        found.words.remove(at: place)
        found.path = path
        found.verb = nil
      } else {
        if found.path.isEmpty, found.words[place] != "help" { throw unknown(found.words[place]) }
        return found
      }
    }
  }

  /// Short names of groups.
  private static let groupAliases = ["svc": "service"]

  static func verb(_ path: [String]) -> (any Verb)? {
    Kubectl.verbs.first { verb in
      verb.path == path
        || verb.path.dropLast() == path.dropLast() && verb.aliases.contains(path.last ?? "")
    }
  }

  private static func isGroup(_ path: [String]) -> Bool {
    Kubectl.verbs.contains { $0.path.count > path.count && $0.path.starts(with: path) }
  }

  /// Where the first word stands that is neither a flag nor a flag's value.
  private static func firstWord(_ words: [String], _ specs: [FlagSpec]) -> Int? {
    var place = 0
    while place < words.count {
      let word = words[place]
      if word == "--" { return nil }
      if word.hasPrefix("-"), word.count > 1 {
        if takesNextWord(word, specs) { place += 1 }
        place += 1
      } else if word.isEmpty || word == "-" {
        place += 1
      } else {
        return place
      }
    }
    return nil
  }

  private static func takesNextWord(_ word: String, _ specs: [FlagSpec]) -> Bool {
    if word.contains("=") { return false }
    if word.hasPrefix("--") {
      return specs.first { $0.name == word.dropFirst(2) }?.noOptionDefault == nil
    }
    guard word.count == 2 else { return false }
    return specs.first { $0.short == word.last }?.noOptionDefault == nil
  }

  /// The commands in the order in which kubectl adds them, which is that of its suggestions.
  private static let order = [
    "create", "expose", "run", "set", "explain", "get", "edit", "delete", "rollout", "scale",
    "autoscale", "certificate", "cluster-info", "top", "cordon", "uncordon", "drain", "taint",
    "describe", "logs", "attach", "exec", "port-forward", "proxy", "cp", "auth", "debug", "events",
    "diff", "apply", "patch", "replace", "wait", "kustomize", "label", "annotate", "completion",
    "alpha", "config", "plugin", "version", "api-versions", "api-resources", "options",
  ]

  /// `unknown command`, with the commands that look alike.
  static func unknown(_ word: String) -> Halt {
    var message = "error: unknown command \(goQuoted(word)) for \"kubectl\""
    var alike: [String] = []
    for name in order {
      let isNear = EditDistance.between(word.lowercased(), name) <= 2
      if isNear || name.hasPrefix(word.lowercased()) { alike.append(name) }
    }
    if !alike.isEmpty {
      message += "\n\nDid you mean this?\n" + alike.map { "\t\($0)" }.joined(separator: "\n")
    }
    return .failure(message)
  }
}

/// How many letters must change to make one word of another (Levenshtein).
enum EditDistance {
  static func between(_ left: String, _ right: String) -> Int {
    let right = Array(right)
    var row = Array(0...right.count)
    for (place, letter) in left.enumerated() {
      var next = [place + 1]
      for column in right.indices {
        let change = row[column] + (right[column] == letter ? 0 : 1)
        next.append(min(change, row[column + 1] + 1, next[column] + 1))
      }
      row = next
    }
    return row[right.count]
  }
}
