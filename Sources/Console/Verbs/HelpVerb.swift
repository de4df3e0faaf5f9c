import Resources

/// `help [VERB]`: what can be typed.
struct HelpVerb: ConsoleVerb {
  let names = ["help"]
  let summary = Text("this list, or more about a verb", "本列表，或某个命令的说明")
  let usage = Text("help [VERB]", "help [VERB]")

  func run(_ arguments: [String], _ console: inout Console) -> Outcome {
    if let name = arguments.first {
      guard let verb = Verbs.all.first(where: { $0.names.contains(name) }) else {
        return .refused(
          Text("There is no verb \(name); help lists them.", "没有命令 \(name)；help 可列出。")[
            console.language])
      }
      return Outcome(out: verb.usage[console.language] + "\n")
    }
    var text = Text(
      "Type what you would type for real: kubectl, and other programs. Besides:\n",
      "像在真实环境中一样输入 kubectl 等命令。此外还有：\n")[console.language]
    for verb in Verbs.all {
      let names = verb.names.joined(separator: ", ")
      text +=
        "  " + names + String(repeating: " ", count: max(1, 14 - names.count))
        + verb.summary[console.language] + "\n"
    }
    return Outcome(out: text)
  }
}
