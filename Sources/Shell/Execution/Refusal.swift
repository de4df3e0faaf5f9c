import Resources

/// What the prompt says to what it does not do.
enum Refusal {
  static func text(of construct: String) -> Text {
    switch construct {
    case "for", "while", "until":
      Text(
        "sh: `\(construct)` is a loop, and the prompt takes none: each line is to be one thing that you can watch. Write the lines one by one, give a command several names (kubectl delete pod a b), or pipe names into xargs; containers' commands may loop.",
        "sh: `\(construct)` 是循环，提示符下不支持：每一行只做一件看得清的事。请逐行输入，或一次给出多个名称（kubectl delete pod a b），或把名称通过管道交给 xargs；容器的命令里可以使用循环。"
      )
    case "function":
      Text(
        "sh: functions are not for the prompt. Write the command out; containers' commands may define functions.",
        "sh: 提示符下不能定义函数。请直接写出命令；容器的命令里可以定义函数。")
    default:
      Text(
        "sh: `\(construct)` is not for the prompt. Join commands with && (then) and || (else); containers' commands may use `\(construct)`.",
        "sh: 提示符下不支持 `\(construct)`。请用 &&（成功则）与 ||（否则）连接命令；容器的命令里可以使用 `\(construct)`。")
    }
  }

  static func suggestion(_ word: String) -> Text {
    Text("; did you mean `\(word)`?", "；您是想输入 `\(word)` 吗？")
  }
}
