import Cluster
import Resources

/// `ssh HOST`: the lines that follow are typed there, until `exit`.
struct SSHVerb: ConsoleVerb {
  let names = ["ssh"]
  let summary = Text("go to a machine or pod, until exit", "登录到机器或 Pod，直到 exit")
  let usage = Text(
    "ssh HOST [COMMAND…]\nHOST is a node, a machine, or NAMESPACE/POD. on HOST COMMAND… runs one command there.",
    "ssh HOST [命令…]\nHOST 是节点、机器或 NAMESPACE/POD。on HOST 命令… 只在那里运行一条命令。")

  func run(_ arguments: [String], _ console: inout Console) -> Outcome {
    guard let name = arguments.first else {
      return console.misused(self, Text("ssh takes a host.", "ssh 需要一个主机。"))
    }
    let found = console.world.hosts(named: name)
    guard let host = found.first else {
      return .refused(
        Text(
          "ssh: Could not resolve hostname \(name): Name or service not known",
          "ssh：没有名为 \(name) 的机器或 Pod")[console.language], exit: 255)
    }
    guard found.count == 1 else {
      return .refused(
        Text(
          "ssh: \(name) is more than one thing: say \(found.joined(separator: " or "))",
          "ssh：\(name) 有多个含义：请写 \(found.joined(separator: " 或 "))")[console.language])
    }
    console.visited.append(host.hasPrefix("node/") ? String(host.dropFirst(5)) : host)
    return Outcome()
  }
}
