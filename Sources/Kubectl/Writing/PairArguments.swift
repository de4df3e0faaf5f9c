import Cluster
import Resources
import Tree

/// A line's words split into objects and changes: `pod web a=b c-`.
struct PairArguments {
  private(set) var objects: [String] = []
  private(set) var assigned: [(key: String, value: String)] = []
  private(set) var removed: [String] = []

  var isEmpty: Bool { assigned.isEmpty && removed.isEmpty }

  /// `noun` is `label` or `annotation`.
  init(_ words: [String], _ noun: String, _ kubectl: Session) throws(Halt) {
    var pairs: [String] = []
    for word in words {
      let isPair = word.contains("=") && !word.hasPrefix("=") || word.hasSuffix("-")
      if isPair {
        pairs.append(word)
      } else if pairs.isEmpty {
        objects.append(word)
      } else {
        throw kubectl.fail(
          "all resources must be specified before \(noun) changes: \(word)")
      }
    }
    for pair in pairs { try read(pair, noun, kubectl) }
    for key in removed where assigned.contains(where: { $0.key == key }) {
      switch noun {
      case "label": throw kubectl.fail("can not both modify and remove a label in the same command")
      case "environment":
        throw kubectl.fail(
          "can not both modify and remove the same environment variable in the same command")
      default:
        throw kubectl.fail(
          "can not both modify and remove the following annotation(s) in the same command: \(key)")
      }
    }
  }

  private mutating func read(
    _ pair: String, _ noun: String, _ kubectl: Session
  ) throws(Halt) {
    guard let equals = pair.firstIndex(of: "=") else {
      if pair.count > 1 { removed.append(String(pair.dropLast())) }
      return
    }
    let key = String(pair[..<equals])
    let value = String(pair[pair.index(after: equals)...])
    if noun == "environment" {
      let problems = NameRules.envVarName(key)
      if !problems.isEmpty {
        throw kubectl.fail(
          "\(goQuoted(key)) is not a valid key name: \(problems.joined(separator: ";"))")
      }
    }
    if noun == "label" {
      if value.contains("=") { throw kubectl.fail("invalid label spec: \(pair)") }
      let problems = NameRules.labelValue(value)
      if !problems.isEmpty {
        throw kubectl.fail(
          "invalid label value: \(goQuoted(pair)): \(problems.joined(separator: ";"))")
      }
    }
    assigned.removeAll { $0.key == key }
    assigned.append((key, value))
  }

  /// The map with the changes made; one that is not there is made, even for a removal.
  func applied(to tree: Value, _ member: String) -> Value {
    var map = tree["metadata"]?[member]?.object ?? Fields()
    for (key, value) in assigned { map[key] = .string(value) }
    for key in removed { map[key] = nil }
    var result = tree
    result.set("metadata", member, to: .object(map))
    return result
  }
}
