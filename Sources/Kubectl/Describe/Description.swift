import Tree

/// The text of `kubectl describe` while it is written: lines of cells between tabs, two spaces a level.
struct Description {
  private var raw = ""
  /// Unix seconds, for ages.
  let now: Int64

  init(now: Int64) { self.now = now }

  var text: String { TabWriter.text(raw) }

  /// The text with its tabs, as `rollout history` prints it.
  var unaligned: String { raw }

  mutating func line(_ text: String, level: Int = 0) {
    raw += String(repeating: "  ", count: level) + text + "\n"
  }

  /// `Name:<tab>value`.
  mutating func field(_ name: String, _ value: String, level: Int = 0) {
    line("\(name):\t\(value)", level: level)
  }

  /// A field that is left out where it is empty.
  mutating func optional(_ name: String, _ value: String, level: Int = 0) {
    if !value.isEmpty { field(name, value, level: level) }
  }

  /// From here on columns are measured anew.
  mutating func flush() { raw += "\u{0C}" }

  /// A field with a value a line.
  mutating func lines(_ name: String, _ values: [String], level: Int = 0) {
    field(name, values.first ?? "<none>", level: level)
    for value in values.dropFirst() { line("\t\(value)", level: level) }
  }

  func age(_ time: String) -> String { Age.text(time, now) }

  // MARK: What many kinds have

  mutating func nameAndNamespace(_ tree: Value) {
    field("Name", tree.name)
    field("Namespace", tree.text("metadata", "namespace"))
  }

  mutating func labels(_ labels: Fields, _ name: String = "Labels", level: Int = 0) {
    lines(name, labels.map { "\($0.key)=\($0.value.goPrinted)" }, level: level)
  }

  mutating func labelsAndAnnotations(_ tree: Value) {
    labels(tree.members("metadata", "labels"))
    annotations(tree.members("metadata", "annotations"))
  }

  /// Long annotations are cut; the one that `apply` keeps is not shown.
  mutating func annotations(_ annotations: Fields, level: Int = 0) {
    let longest = 140
    var values: [String] = []
    for (key, value) in annotations
    where key != "kubectl.kubernetes.io/last-applied-configuration" {
      var text = value.goPrinted
      if text.hasSuffix("\n") { text.removeLast() }
      if text.utf8.count + key.utf8.count + 2 > longest || text.contains("\n") {
        values.append(key + ":")
        for part in text.split(separator: "\n", omittingEmptySubsequences: false) {
          let isLong = part.utf8.count > longest - 2
          values.append("  " + (isLong ? part.prefix(longest - 2) + "..." : part))
        }
      } else {
        values.append("\(key): \(text)")
      }
    }
    lines("Annotations", values, level: level)
  }

  /// `Kind/name` of the owner that manages the object.
  mutating func controller(_ tree: Value) {
    for owner in tree.items("metadata", "ownerReferences") where owner.bool("controller") {
      field("Controlled By", "\(owner.text("kind"))/\(owner.text("name"))")
    }
  }

  /// Conditions with a reason, as Deployments have.
  mutating func conditions(_ conditions: [Value]) {
    if conditions.isEmpty { return }
    line("Conditions:")
    line("Type\tStatus\tReason", level: 1)
    line("----\t------\t------", level: 1)
    for condition in conditions {
      line(
        "\(condition.text("type")) \t\(condition.text("status"))\t\(condition.text("reason"))",
        level: 1)
    }
  }

  /// `Terminating (lasts …)` or the phase.
  mutating func phase(_ tree: Value) {
    let deletion = tree.text("metadata", "deletionTimestamp")
    field(
      "Status",
      deletion.isEmpty ? tree.text("status", "phase") : "Terminating (lasts \(age(deletion)))")
  }
}
