import Cluster
import Tree

/// Kinds without a layout of their own, custom ones among them: every field by its name.
struct GenericDescriber: KindDescriber {
  let kinds: [String] = []

  func describe(
    _ tree: Value, _ page: inout Description, _ kubectl: inout Session
  ) throws(Halt) {
    page.nameAndNamespace(tree)
    page.labelsAndAnnotations(tree)
    members(tree.object ?? Fields(), "", 0, &page)
  }

  private static let skipped = [
    ".metadata.managedFields", ".metadata.name", ".metadata.namespace", ".metadata.labels",
    ".metadata.annotations",
  ]

  private func members(_ members: Fields, _ prefix: String, _ level: Int, _ page: inout Description)
  {
    for (name, value) in members {
      let path = prefix + "." + name
      if Self.skipped.contains(path) { continue }
      let title = Self.title(name)
      switch value {
      case .object(let inner):
        page.line(title + ":", level: level)
        self.members(inner, path, level + 1, &page)
      case .array(let items):
        page.line(title + ":", level: level)
        for item in items {
          if case .object(let inner) = item {
            self.members(inner, path, level + 1, &page)
          } else {
            page.line(item.goPrinted, level: level + 1)
          }
        }
      default: page.field(title, value.goPrinted, level: level)
      }
    }
  }

  /// `creationTimestamp` as `Creation Timestamp`; names with other signs stay as they are.
  static func title(_ name: String) -> String {
    guard name.allSatisfy({ $0.isLetter || $0 == "-" }) else { return name }
    let acronyms = ["API", "URL", "UID", "OSB", "GUID"]
    return words(name).map { word in
      let upper = word.uppercased()
      return acronyms.contains(upper) ? upper : word.prefix(1).uppercased() + word.dropFirst()
    }.joined(separator: " ")
  }

  /// Splits where the case changes: `podIPs` gives pod, I, Ps, as the Go library does with runs of capitals.
  private static func words(_ name: String) -> [String] {
    var runs: [[Character]] = []
    var last: Int?
    for letter in name {
      let type = letter.isLowercase ? 1 : letter.isUppercase ? 2 : 3
      if type == last {
        runs[runs.count - 1].append(letter)
      } else {
        runs.append([letter])
      }
      last = type
    }
    for place in runs.indices.dropLast()
    where runs[place][0].isUppercase && runs[place + 1][0].isLowercase {
      if let capital = runs[place].popLast() { runs[place + 1].insert(capital, at: 0) }
    }
    return runs.filter { !$0.isEmpty }.map { String($0) }
  }
}
