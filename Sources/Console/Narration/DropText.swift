import Resources

/// Why a packet ended, in the reader's language; the network says it in English.
enum DropText {
  static func reason(_ english: String, _ language: Language) -> String {
    guard language == .chinese else { return english }
    for (pattern, chinese) in patterns {
      if let parts = parts(of: english, pattern) { return filled(chinese, parts) }
    }
    return english
  }

  /// What stands for each `%` of a pattern; nil where the text is another.
  private static func parts(of text: String, _ pattern: String) -> [String]? {
    let fixed = pattern.split(separator: "%", omittingEmptySubsequences: false)
    guard let first = fixed.first, let last = fixed.last, text.hasPrefix(first) else { return nil }
    guard fixed.count > 1 else { return text == pattern ? [] : nil }
    var rest = text.dropFirst(first.count)
    var parts: [String] = []
    for piece in fixed.dropFirst().dropLast() {
      guard let found = rest.firstRange(of: piece) else { return nil }
      parts.append(String(rest[..<found.lowerBound]))
      rest = rest[found.upperBound...]
    }
    guard rest.hasSuffix(last) else { return nil }
    return parts + [String(rest.dropLast(last.count))]
  }

  private static func filled(_ pattern: String, _ parts: [String]) -> String {
    let fixed = pattern.split(separator: "%", omittingEmptySubsequences: false)
    var text = ""
    for (place, piece) in fixed.enumerated() {
      text += piece
      if place < fixed.count - 1, parts.indices.contains(place) { text += parts[place] }
    }
    return text
  }

  private static let patterns = [
    ("the link is down", "链路断开"),
    ("longer than the other end's MTU %", "超过对端的 MTU %"),
    ("longer than the other end's MTU", "超过对端的 MTU"),
    ("the other end is down", "对端未启用"),
    ("the cable is unplugged", "网线已拔掉"),
    ("the queue of the TUN device is full", "TUN 设备的队列已满"),
    ("% is in no fdb entry", "转发表（FDB）中没有 %"),
    ("not ARP for IPv4 over Ethernet", "不是以太网上 IPv4 的 ARP"),
    ("the bridge is down", "网桥未启用"),
    ("the bridge port is not forwarding", "网桥端口不在转发状态"),
    ("no Ethernet header", "没有以太网首部"),
    ("source address is a group", "源地址是组地址"),
    ("% is where it came from, and hairpin is off", "它正是从 % 进来的，而 hairpin 已关闭"),
    ("a partition", "网络被隔离"),
    ("port % is not forwarding", "端口 % 不在转发状态"),
    ("longer than the MTU of port %", "超过端口 % 的 MTU"),
    ("% is the bridge's own address", "% 是网桥自己的地址"),
    ("the interface is down", "接口未启用"),
    ("shorter than an Ethernet header", "比以太网首部还短"),
    ("% is another host's address", "% 是别的主机的地址"),
    ("no such protocol here", "这里没有这种协议"),
    ("a dummy device sends nowhere", "dummy 设备不向任何地方发送"),
    ("the outgoing interface is down", "出接口未启用"),
    ("% did not answer ARP", "% 没有应答 ARP"),
    ("wrong header checksum", "首部校验和错误"),
    ("martian source %", "源地址 % 不可能（martian source）"),
    ("martian destination %", "目的地址 % 不可能（martian destination）"),
    ("% is not here, and ip_forward is 0", "% 不在这里，而 ip_forward 为 0"),
    ("the TTL is used up in flanneld", "TTL 在 flanneld 中耗尽"),
    ("the TTL is used up", "TTL 耗尽"),
    ("% bytes, MTU %, and DF is set", "% 字节，MTU 为 %，而且设置了 DF"),
    ("no route to %", "没有到 % 的路由"),
    ("protocol % is not known here", "这里不认识协议 %"),
    ("a malformed TCP segment", "TCP 段格式错误"),
    ("nobody listens on TCP port %", "没有程序监听 TCP 端口 %"),
    ("no lease covers %", "没有租约包含 %"),
    ("a fragment of impossible size", "分片大小不可能"),
    ("fragments overlap", "分片重叠"),
    ("fragments are missing", "缺少分片"),
    ("a malformed VXLAN packet", "VXLAN 包格式错误"),
    ("no VXLAN device for VNI %", "没有 VNI % 的 VXLAN 设备"),
    ("a frame of this host's own", "是本机自己的帧"),
    ("a malformed ICMP message", "ICMP 报文格式错误"),
    ("icmp_echo_ignore_all is 1", "icmp_echo_ignore_all 为 1"),
    ("an echo request to everybody", "发给所有人的回显请求"),
    ("an ICMP error that quotes too little", "ICMP 差错引用的内容太少"),
    ("a malformed UDP datagram", "UDP 数据报格式错误"),
    ("nobody listens on UDP port %", "没有程序监听 UDP 端口 %"),
    ("policy DROP of % %", "% 的 % 默认策略为 DROP"),
    ("a rule of % drops it", "% 的一条规则将其丢弃"),
    ("REJECT with %", "以 % 拒绝（REJECT）"),
  ]
}
