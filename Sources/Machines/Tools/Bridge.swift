import Wire

/// bridge of iproute2 6.1: `bridge fdb` and `bridge link`.
enum BridgeTool {
  static let tool = HostTool("bridge") { host throws(Interruption) in
    var words = Words(Array(host.arguments.dropFirst()))
    var hasDetails = false
    while let word = words.first, word.hasPrefix("-") {
      _ = words.next()
      if word == "-d" || word == "-details" { hasDetails = true }
    }
    guard let object = words.next() else {
      throw host.fail("Usage: bridge [ OPTIONS ] OBJECT { COMMAND | help }", status: 255)
    }
    if isCommand(object, "fdb") { return try fdb(&host, &words) }
    if isCommand(object, "vlan") {
      // No bridge here filters by VLAN.
      host.print("port              vlan-id  ")
      return 0
    }
    if isCommand(object, "link") { return try link(&host, &words, hasDetails) }
    throw host.fail("Object \"\(object)\" is unknown, try \"bridge help\".", status: 255)
  }

  private static func fdb(
    _ host: inout HostSystem, _ words: inout Words
  ) throws(Interruption) -> Int32 {
    let verb = words.next()
    if verb == nil || isCommand(verb, "show", "list", "lst") { return try show(&host, &words) }
    if isCommand(verb, "add") { return try change(&host, &words, .add) }
    if isCommand(verb, "append") { return try change(&host, &words, .append) }
    if isCommand(verb, "replace") { return try change(&host, &words, .replace) }
    if isCommand(verb, "delete") { return try change(&host, &words, nil) }
    throw host.fail("Command \"\(verb ?? "")\" is unknown, try \"bridge fdb help\".", status: 255)
  }

  private static func show(
    _ host: inout HostSystem, _ words: inout Words
  ) throws(Interruption) -> Int32 {
    let view = try host.view()
    var only: DeviceIndex?
    var bridge: DeviceIndex?
    while let word = words.next() {
      switch word {
      case "dev", "brport": only = try host.needDevice(try words.value(word, &host), view)
      case "br": bridge = try host.needDevice(try words.value(word, &host), view)
      default: continue
      }
    }
    for (index, device) in view.space.devices.enumerated() {
      guard let device, index > 0 else { continue }
      for line in lines(index, device, view) {
        if let only, only != index { continue }
        if let bridge, device.port?.bridge != bridge, index != bridge { continue }
        host.print(only == nil ? line : line.replacing(" dev \(device.name)", with: ""))
      }
    }
    return 0
  }

  /// A device's lines: what its bridge knows behind it, its group addresses, a tunnel's remote ends.
  private static func lines(
    _ index: DeviceIndex, _ device: Device, _ view: HostView
  ) -> [String] {
    var lines: [String] = []
    let owner = device.kind == .bridge ? index : device.port?.bridge
    for (table, entry) in view.forwarding where table == owner {
      switch entry.target {
      case .port(index) where owner != index:
        lines.append(
          "\(entry.mac) dev \(device.name) master \(view.space.deviceName(table))\(entry.isPermanent ? " permanent" : "") "
        )
      case .local(index):
        lines.append(
          "\(entry.mac) dev \(device.name) master \(view.space.deviceName(table)) permanent")
      default: continue
      }
    }
    if device.isUp, device.kind == .bridge || device.isEthernet, device.tunnel == nil {
      lines.append("33:33:00:00:00:01 dev \(device.name) self permanent")
      lines.append("01:00:5e:00:00:01 dev \(device.name) self permanent")
    }
    if device.tunnel != nil {
      for (table, entry) in view.forwarding where table == index {
        if case .remote(let remote) = entry.target {
          lines.append(
            "\(entry.mac) dev \(device.name) dst \(remote) self\(entry.isPermanent ? " permanent" : "")"
          )
        }
      }
    }
    return lines
  }

  private static func change(
    _ host: inout HostSystem, _ words: inout Words, _ mode: NetworkChange.Mode?
  ) throws(Interruption) -> Int32 {
    var mac: MACAddress?
    var name: String?
    var remote: IPv4Address?
    var isMaster = false
    var isPermanent = true
    while let word = words.next() {
      switch word {
      case "dev": name = try words.value(word, &host)
      case "dst": remote = IPv4Address(parsing: try words.value(word, &host))
      case "self": continue
      case "master": isMaster = true
      case "permanent", "local": isPermanent = true
      case "dynamic", "static": isPermanent = word == "static"
      case "vni", "port", "via", "vlan", "src_vni": _ = try words.value(word, &host)
      default:
        guard let found = MACAddress(parsing: word) else {
          throw host.fail("Invalid mac address \(word)", status: 255)
        }
        mac = found
      }
    }
    guard let mac, let name else {
      throw host.fail("Device and address are required arguments.", status: 255)
    }
    let view = try host.view()
    let index = try host.needDevice(name, view)
    guard let mode else {
      guard let reason = try host.change(.deleteForwarding(mac, name, isMaster: isMaster)) else {
        return 0
      }
      throw host.fail("RTNETLINK answers: \(reason.text)", status: 255)
    }
    let target: ForwardingEntry.Target = remote.map { .remote($0) } ?? .port(index)
    guard
      let reason = try host.change(
        .setForwarding(mac, name, target, isPermanent: isPermanent, mode))
    else { return 0 }
    throw host.fail("RTNETLINK answers: \(reason.text)", status: 255)
  }

  private static func link(
    _ host: inout HostSystem, _ words: inout Words, _ hasDetails: Bool
  ) throws(Interruption) -> Int32 {
    let verb = words.next()
    if isCommand(verb, "set") { return try setLink(&host, &words) }
    var only: String?
    while let word = words.next() {
      if word == "dev" { only = try words.value(word, &host) }
    }
    let view = try host.view()
    if let only { _ = try host.needDevice(only, view) }
    func onOff(_ flag: Bool) -> String { flag ? "on" : "off" }
    for index in view.space.devices.indices {
      guard let text = LinkText(view, index), let port = text.device.port,
        only == nil || only == text.device.name
      else { continue }
      host.print(
        "\(index + 1): \(name(text, view)): \(text.flags) mtu \(text.device.mtu) master "
          + "\(view.space.deviceName(port.bridge)) state "
          + "\(port.isForwarding ? "forwarding" : "disabled") priority 32 cost 2 ")
      if hasDetails {
        host.print(
          "    hairpin \(onOff(port.hairpin)) guard off root_block off fastleave off learning "
            + "\(onOff(port.learning)) flood \(onOff(port.flood)) mcast_flood on bcast_flood on "
            + "mcast_router 1 mcast_to_unicast off neigh_suppress off vlan_tunnel off "
            + "isolated off locked off ")
      }
    }
    return 0
  }

  /// bridge(8) looks the other end's index up among its own devices, wherever that end is.
  private static func name(_ text: LinkText, _ view: HostView) -> String {
    guard let peer = view.peers[text.index] else { return text.device.name }
    let other = view.space.deviceName(peer.index - 1)
    return "\(text.device.name)@\(other == "?" ? "if\(peer.index)" : other)"
  }

  private static func setLink(
    _ host: inout HostSystem, _ words: inout Words
  ) throws(Interruption) -> Int32 {
    var name: String?
    var hairpin: Bool?
    var learning: Bool?
    var flood: Bool?
    while let word = words.next() {
      switch word {
      case "dev": name = try words.value(word, &host)
      case "hairpin": hairpin = try words.value(word, &host) == "on"
      case "learning": learning = try words.value(word, &host) == "on"
      case "flood": flood = try words.value(word, &host) == "on"
      default: _ = words.next()
      }
    }
    guard let name else { throw host.fail("Device is a required argument.", status: 255) }
    _ = try host.needDevice(name, try host.view())
    return try host.answer(
      try host.change(.setPort(name, hairpin: hairpin, learning: learning, flood: flood)))
  }
}
