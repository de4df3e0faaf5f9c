import Cluster
import Resources
import Simulation
import Store

/// Says what an event was, in one sentence.
package enum Narrator {
  /// The names by which `break` finds whoever acted in an event.
  static func actors(of entry: JournalEntry) -> [String] {
    switch entry.signal.body {
    case .request(let request, _): ["kube-apiserver", "apiserver", request.client.shortName]
    case .response(_, let client, _): [client.shortName]
    case .watchEvent(_, let client): [client.shortName]
    case .wake(let component, let wake):
      if case .work(let controller) = wake {
        [component.shortName, controller.name]
      } else {
        [component.shortName] + (component.node.map { ["kubelet", $0] } ?? [])
      }
    case .resume(let pid): ["process-\(pid)"]
    case .fabric(let signal): FrameNarrator.actors(of: signal)
    }
  }

  package static func sentence(
    _ entry: JournalEntry, _ world: World, _ language: Language
  ) -> String {
    let changes = entry.revisions.compactMap { world.api.store.change($0) }
    let notes = entry.notes.map { $0.text[language] }
    let base = base(entry, world)[language]
    if !notes.isEmpty { return notes.joined(separator: " ") }
    guard !changes.isEmpty else { return base }
    let separator = language == .english ? "; " : "；"
    return base + separator + changes.map { commit($0)[language] }.joined(separator: separator)
  }

  private static func commit(_ change: Change) -> Text {
    let name = subject(change.record)
    let revision = change.revision
    switch (change.old, change.new) {
    case (nil, _):
      return Text("\(name) is created (revision \(revision))", "创建 \(name)（修订版本 \(revision)）")
    case (_, nil):
      return Text("\(name) is deleted (revision \(revision))", "删除 \(name)（修订版本 \(revision)）")
    default:
      return Text("\(name) is changed (revision \(revision))", "更改 \(name)（修订版本 \(revision)）")
    }
  }

  /// `Pod default/web`, or `Node node-1`.
  package static func subject(_ record: any Record) -> String {
    record.resource.kind + " " + record.key.text
  }

  private static func base(_ entry: JournalEntry, _ world: World) -> Text {
    switch entry.signal.body {
    case .request(let request, _): return asked(request, world)
    case .response(let response, let client, _): return answered(response, client, world)
    case .watchEvent(let notice, let client):
      let name = subject(notice.record)
      let who = client.title(world)
      return Text(
        "\(who) sees \(notice.type.rawValue) \(name)", "\(who) 看到 \(notice.type.rawValue) \(name)")
    case .wake(let component, let wake): return woken(component, wake, world)
    case .resume(let pid):
      let line = world.process(pid)?.line ?? ""
      return Text("runs: \(line)", "运行：\(line)")
    case .fabric(let signal): return FrameNarrator.sentence(signal, world)
    }
  }

  private static func asked(_ request: Request, _ world: World) -> Text {
    let resource = world.api.type(request.kind).resource
    let what =
      resource.groupResource + (request.subresource.isEmpty ? "" : "/" + request.subresource)
    var key = request.name
    if key.isEmpty, case .record(let record) = request.body { key = record.name }
    if !request.namespace.isEmpty, !key.isEmpty { key = request.namespace + "/" + key }
    let who = request.client.title(world)
    let target = key.isEmpty ? what : what + " " + key
    return Text(
      "kube-apiserver handles \(who)'s \(request.verb.rawValue) \(target)",
      "kube-apiserver 处理 \(who) 的 \(request.verb.rawValue) \(target)")
  }

  private static func answered(_ response: Response, _ client: Component, _ world: World) -> Text {
    let who = client.title(world)
    if let failure = response.failure {
      return Text("\(who) is refused: \(failure.message)", "\(who) 被拒绝：\(failure.message)")
    }
    return Text("\(who) has its answer (\(response.code))", "\(who) 收到答复（\(response.code)）")
  }

  private static func woken(_ component: Component, _ wake: Wake, _ world: World) -> Text {
    let who = component.title(world)
    switch wake {
    case .work(let controller):
      return Text("\(controller.name) works off its queue", "\(controller.name) 处理队列中的下一项")
    case .enqueue(let controller, let key):
      return Text(
        "\(controller.name) looks at \(key.text) again", "\(controller.name) 再次查看 \(key.text)")
    case .monitorNodes:
      return Text("node-lifecycle-controller looks at the leases", "node-lifecycle-controller 检查租约")
    case .schedule: return Text("kube-scheduler takes the next pod", "kube-scheduler 取下一个 Pod")
    case .flushUnschedulable:
      return Text("kube-scheduler tries its unschedulable pods again", "kube-scheduler 重试无法调度的 Pod")
    case .heartbeat: return Text("\(who) renews its lease", "\(who) 续约")
    case .sync(let uid):
      let pod = podName(uid, component, world)
      return Text("\(who) looks at pod \(pod)", "\(who) 同步 Pod \(pod)")
    case .runtime(let uid, let container, let step):
      return runtime(podName(uid, component, world), container, step, who)
    case .discovered(let kind):
      let plural = world.api.type(kind).resource.groupResource
      return Text("\(who) discovers \(plural)", "\(who) 发现 \(plural)")
    case .reflect(let kind):
      let plural = world.api.type(kind).resource.groupResource
      return Text("\(who) tries to watch \(plural) again", "\(who) 再次尝试监视 \(plural)")
    case .leases: return Text("\(who) reads what its watch told", "\(who) 处理监视到的变化")
    case .start:
      if case .process = component { return Text("\(who): time is up", "\(who)：等待时间到") }
      return Text("\(who) starts", "\(who) 启动")
    }
  }

  private static func podName(_ uid: String, _ component: Component, _ world: World) -> String {
    guard let node = component.node, let worker = world.kubelets[node]?.worker(uid) else {
      return uid
    }
    return worker.pod.name
  }

  private static func runtime(
    _ pod: String, _ container: String, _ step: RuntimeStep, _ who: String
  ) -> Text {
    if container.isEmpty {
      return Text("\(who): the sandbox of \(pod) stands", "\(who)：\(pod) 的沙箱已就绪")
    }
    let name = "\(pod)/\(container)"
    switch step {
    case .pulled:
      return Text(
        "\(who): the image for \(name) is there, or the pull failed", "\(who)：\(name) 的镜像拉取结束")
    case .started: return Text("\(who): container \(name) starts", "\(who)：容器 \(name) 启动")
    case .exited(let code):
      return Text("\(who): container \(name) ended with \(code)", "\(who)：容器 \(name) 以 \(code) 退出")
    case .killed: return Text("\(who): container \(name) is killed", "\(who)：容器 \(name) 被强制终止")
    case .hooked(let hook, _):
      return Text(
        "\(who): the \(hook.rawValue) hook of \(name) has ended",
        "\(who)：\(name) 的 \(hook.rawValue) 钩子结束")
    case .probe, .probed: return Text("\(who): a probe of \(name)", "\(who)：探测 \(name)")
    }
  }
}

extension Component {
  var node: String? { if case .kubelet(let node) = self { node } else { nil } }

  var shortName: String {
    switch self {
    case .kubelet(let node): "kubelet@\(node)"
    case .flanneld(let node): "flanneld@\(node)"
    case .process(let number): "process-\(number)"
    default: name
    }
  }

  func title(_ world: World) -> String {
    switch self {
    case .kubelet(let node): "kubelet@\(node)"
    case .flanneld(let node): "flanneld@\(node)"
    case .process(let pid): world.process(pid).map { "`\($0.line)`" } ?? name
    default: name
    }
  }
}
