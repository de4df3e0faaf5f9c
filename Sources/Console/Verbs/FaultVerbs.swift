import Cluster
import Resources
import Simulation

/// `stop PROCESS[@HOST]`: down until start.
struct StopVerb: ConsoleVerb {
  let names = ["stop"]
  let summary = Text("stop a component until start", "停止一个组件，直到 start")
  let usage = Text(
    "stop kube-apiserver|kube-scheduler|kube-controller-manager|PROCESS@HOST\nThe component is down until start: nothing reaches it and it does nothing.",
    "stop kube-apiserver|kube-scheduler|kube-controller-manager|PROCESS@HOST\n组件停止直到 start：收不到消息，也不做任何事。"
  )

  func run(_ arguments: [String], _ console: inout Console) -> Outcome {
    console.setFault(arguments, self, down: true)
  }
}

/// `start PROCESS[@HOST]`: up again.
struct StartVerb: ConsoleVerb {
  let names = ["start"]
  let summary = Text("start a stopped component again", "重新启动停止的组件")
  let usage = Text(
    "start kube-apiserver|kube-scheduler|kube-controller-manager|PROCESS@HOST\nThe component comes up again: it lists and watches what it needs.",
    "start kube-apiserver|kube-scheduler|kube-controller-manager|PROCESS@HOST\n组件重新启动：列出并监视所需的对象。")

  func run(_ arguments: [String], _ console: inout Console) -> Outcome {
    console.setFault(arguments, self, down: false)
  }
}

extension Console {
  func component(_ text: String) -> Component? {
    if world.isLaboratory { return nil }
    switch text {
    case "kube-apiserver": return .apiServer
    case "kube-scheduler": return .scheduler
    case "kube-controller-manager": return .controllerManager
    default:
      guard text.hasPrefix("kubelet@") else { return nil }
      let node = String(text.dropFirst(8))
      return world.kubelets[node] == nil ? nil : .kubelet(node)
    }
  }

  mutating func setFault(_ arguments: [String], _ verb: any ConsoleVerb, down: Bool) -> Outcome {
    if let fault = arguments.first.flatMap({ machineFault($0, down: down) }), arguments.count == 1 {
      return inject(fault, down: down)
    }
    guard let name = arguments.first, arguments.count == 1, let component = component(name) else {
      return misused(
        verb,
        Text(
          "\(arguments.joined(separator: " ")) is no component that runs here.",
          "这里没有运行名为 \(arguments.joined(separator: " ")) 的组件。"))
    }
    timeline.inject(.fault(component, down: down))
    if !isManual { activity = .settling(latest: world.now + Self.settlingTime) }
    return Outcome(
      out: down
        ? Text("\(name) is stopped\n", "\(name) 已停止\n")[language]
        : Text("\(name) is started\n", "\(name) 已启动\n")[language])
  }
}
