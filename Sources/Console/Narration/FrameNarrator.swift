import Cluster
import Machines
import Resources
import Wire

/// Says what an event of the byte-level network was.
enum FrameNarrator {
  static func actors(of signal: FabricSignal) -> [String] {
    if case .frame = signal { ["network", "frame"] } else { ["network"] }
  }

  private static func place(_ interface: InterfaceID, _ world: World) -> String {
    guard let space = world.network?.fabric.space(interface.namespace) else { return "" }
    return space.name + "/" + space.deviceName(interface.device)
  }

  static func sentence(_ signal: FabricSignal, _ world: World) -> Text {
    switch signal {
    case .frame(let interface, let packet):
      var printer = Tcpdump(showsLink: false)
      let line =
        printer.line(packet.bytes, link: packet.network == 0 ? .raw : .ethernet)
        .split(separator: "\n").first.map(String.init) ?? ""
      let place = place(interface, world)
      return Text("a frame arrives at \(place): \(line)", "一帧到达 \(place)：\(line)")
    case .neighbour(let interface, let address, _):
      let place = place(interface, world)
      return Text(
        "the neighbour entry of \(address) at \(place) is due", "\(place) 上 \(address) 的邻居项到时")
    case .portForwards(let interface):
      let place = place(interface, world)
      return Text("\(place) begins to forward", "\(place) 开始转发")
    case .reassembly: return Text("the wait for fragments is over", "等待分片的时间到了")
    case .tcp: return Text("a TCP timer is due", "TCP 定时器到时")
    case .run(let id), .timeout(.process(let id), _):
      let words = world.network?.fabric.processes[id.number]?.arguments.joined(separator: " ")
      let name = words ?? "process \(id.number)"
      return Text("goes on: \(name)", "继续：\(name)")
    case .timeout(.outside, _): return Text("a wait is over", "等待结束")
    case .tunRead(let interface):
      let place = place(interface, world)
      return Text("flanneld reads a packet from \(place)", "flanneld 从 \(place) 读取一个数据包")
    case .relayRead: return Text("flanneld reads what came for it", "flanneld 读取收到的数据")
    case .serve: return Text("a server answers", "服务器应答")
    case .restart(_, let unit): return Text("\(unit) is started again", "\(unit) 重新启动")
    case .checkRoutes: return Text("flanneld looks at its routes", "flanneld 检查路由")
    }
  }
}
