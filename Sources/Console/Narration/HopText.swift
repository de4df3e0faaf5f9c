import Machines
import Resources
import Wire

/// What a hop decided, in the reader's language.
package enum HopText {
  /// What a capture says of a frame.
  package static func comment(_ frame: FrameObservation, _ language: Language) -> String {
    guard language == .chinese else { return frame.comment }
    if frame.hops.isEmpty {
      return frame.direction == .incoming ? "从 \(frame.place) 进入" : "从 \(frame.place) 发出"
    }
    return frame.hops.map { sentence($0, language) }.joined(separator: "；")
  }

  package static func sentence(_ hop: Hop, _ language: Language) -> String {
    guard language == .chinese else { return hop.text }
    return switch hop {
    case .sent(let what): sent(what)
    case .route(let decision, let device): "路由 \(decision.route.text(device: device))"
    case .neighbour(let address, let mac, let state):
      "邻居 \(address) lladdr \(mac) \(state.rawValue)"
    case .resolving(let address, let device): "\(device) 上没有邻居 \(address)：用 ARP 询问"
    case .forwarding(let mac, let port): "转发表 \(mac) dev \(port)"
    case .flooded(let mac):
      mac.isMulticast ? "\(mac) 发往所有端口" : "转发表中没有 \(mac)：发往所有端口"
    case .toBridge(let name): "发给 \(name) 自己：交给 IP"
    case .timeToLive(let from, let to, let by): "\(by) 将 TTL 从 \(from) 减到 \(to)"
    case .encapsulated(let mac, let remote): "转发表 \(mac) dst \(remote)：封装成 VXLAN"
    case .decapsulated(let by): "由 \(by) 解封装"
    case .lease(let subnet, let node): "租约 \(subnet) 属于节点 \(node)"
    case .fragmented(let mtu, let pieces): "MTU \(mtu)：分成 \(pieces) 片"
    case .reassembled: "分片已重组"
    case .netfilter(let table, let chain, let rule): "\(table) \(chain)：\(rule)"
    case .translated(let text): text
    case .delivered(let to): "交给 \(to)"
    case .wire(let host, let device): "\(host)/\(device) 的另一端"
    case .dropped(let why): "丢弃：\(why)"
    }
  }

  private static func sent(_ what: String) -> String {
    if what.hasSuffix(" sends it") { return "\(what.dropLast(9)) 发出" }
    if what.hasSuffix(" sends a frame") { return "\(what.dropLast(14)) 发出一帧" }
    if what.hasSuffix(" is an address of this host: it answers") {
      return "\(what.dropLast(39)) 是本机地址：应答"
    }
    if what.hasSuffix(" answers") { return "\(what.dropLast(8)) 应答" }
    for (english, chinese) in beginnings where what.hasPrefix(english) {
      return chinese + what.dropFirst(english.count)
    }
    return what
  }

  private static let beginnings = [
    ("for everybody: the bridge itself takes it too", "发给所有人：网桥自己也接收"),
    ("written into ", "写入 "), ("ICMP error about ", "ICMP 差错，关于 "),
    ("flanneld wraps it in UDP", "flanneld 把它封装进 UDP"),
    ("flanneld writes an ICMP error about it", "flanneld 为此写入一个 ICMP 差错"),
  ]
}
