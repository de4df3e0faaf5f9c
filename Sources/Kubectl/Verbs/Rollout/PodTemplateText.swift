import Tree

/// A pod template as `rollout history --revision` shows it (`describe.DescribePodTemplate`).
enum PodTemplateText {
  static func text(_ template: Value) -> String {
    var description = Description(now: 0)
    description.podTemplate(template)
    return description.unaligned.split(separator: "\n", omittingEmptySubsequences: false).map {
      let content = $0.drop { $0 == " " }
      return content.first == "\t" ? content : $0
    }.joined(separator: "\n")
  }
}
