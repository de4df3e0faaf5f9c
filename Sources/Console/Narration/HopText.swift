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

  /// The table that decided, where it is, and what the entry says.
  static func decision(_ hop: Hop, at host: String, _ language: Language) -> String {
    guard let table = table(of: hop)?[language] else { return sentence(hop, language) }
    let entry =
      switch hop {
      case .route(let decision, let device): decision.route.text(device: device)
      case .neighbour(let address, let mac, let state):
        "\(address) lladdr \(mac) \(state.rawValue)"
      case .resolving(let address, let device):
        Text(
          "\(address) is not there: ask on \(device) by ARP", "没有 \(address)：在 \(device) 上用 ARP 询问")[
            language]
      case .forwarding(let mac, let port): "\(mac) dev \(port)"
      case .encapsulated(let mac, let remote): "\(mac) dst \(remote)"
      case .timeToLive(let from, let to, let by):
        Text("TTL \(from) to \(to)", "TTL 从 \(from) 减到 \(to)")[language]
          + (by == "flanneld" ? Text(" in flanneld", "，在 flanneld 中")[language] : "")
      case .lease(let subnet, let node):
        Text("\(subnet) is at node \(node)", "\(subnet) 在节点 \(node)")[language]
      default: sentence(hop, language)
      }
    return language == .chinese ? "\(host) 的\(table)：\(entry)" : "\(host), \(table): \(entry)"
  }

  private static func table(of hop: Hop) -> Text? {
    switch hop {
    case .route: Text("route table", "路由表")
    case .neighbour, .resolving: Text("neighbour table", "邻居表")
    case .forwarding, .flooded, .toBridge: Text("bridge FDB", "网桥转发表（FDB）")
    case .encapsulated: Text("VXLAN FDB", "VXLAN 转发表（FDB）")
    case .timeToLive: Text("forwarding", "转发")
    case .lease: Text("table of flanneld", " flanneld 的表")
    case .netfilter: Text("netfilter", " netfilter")
    default: nil
    }
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
    case .timeToLive(let from, let to, let by):
      "\(by == "the kernel" ? "内核" : by) 将 TTL 从 \(from) 减到 \(to)"
    case .encapsulated(let mac, let remote): "转发表 \(mac) dst \(remote)：封装成 VXLAN"
    case .decapsulated(let by): "由 \(by) 解封装"
    case .lease(let subnet, let node): "租约 \(subnet) 属于节点 \(node)"
    case .fragmented(let mtu, let pieces): "MTU \(mtu)：分成 \(pieces) 片"
    case .reassembled: "分片已重组"
    case .netfilter(let table, let chain, let rule): "\(table) \(chain)：\(rule)"
    case .translated(let text): text
    case .delivered(let to): "交给 \(delivered[to] ?? to)"
    case .wire(let host, let device): "\(host)/\(device) 的另一端"
    case .dropped(let why): "丢弃：\(DropText.reason(why, language))"
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

  private static let delivered = [
    "the kernel, which answers the echo request": "内核，由它应答回显请求",
    "a program that pings": "正在 ping 的程序",
    "the socket that sent what it is about": "发出原数据包的套接字",
    "a socket": "一个套接字",
  ]

  private static let beginnings = [
    ("for everybody: the bridge itself takes it too", "发给所有人：网桥自己也接收"),
    ("tells its neighbours that ", "告知邻居："),
    ("written into ", "写入 "), ("ICMP error about ", "ICMP 差错，关于 "),
    ("flanneld wraps it in UDP", "flanneld 把它封装进 UDP"),
    ("flanneld writes an ICMP error about it", "flanneld 为此写入一个 ICMP 差错"),
  ]
}
