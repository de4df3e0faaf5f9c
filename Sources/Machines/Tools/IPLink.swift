import Wire

/// `ip link`.
enum IPLinkCommand {
  static func run(
    _ host: inout HostSystem, _ arguments: [String], _ style: IPStyle
  ) throws(Interruption) -> Int32 {
    var words = Words(arguments)
    let verb = words.next()
    if verb == nil || isCommand(verb, "show", "list", "lst") {
      return try show(&host, &words, style)
    }
    if isCommand(verb, "set") { return try set(&host, &words) }
    if isCommand(verb, "add") { return try add(&host, &words) }
    if isCommand(verb, "delete") { return try delete(&host, &words) }
    throw host.fail("Command \"\(verb ?? "")\" is unknown, try \"ip link help\".", status: 255)
  }

  private static func show(
    _ host: inout HostSystem, _ words: inout Words, _ style: IPStyle
  ) throws(Interruption) -> Int32 {
    var only: String?
    var kind: String?
    var master: String?
    var isUpOnly = false
    while let word = words.next() {
      switch word {
      case "dev": only = try words.value("dev", &host)
      case "type": kind = try words.value("type", &host)
      case "master": master = try words.value("master", &host)
      case "up": isUpOnly = true
      default: only = word
      }
    }
    let view = try host.view()
    if let only, view.space.device(named: only) == nil {
      throw host.fail("Device \"\(only)\" does not exist.", status: 1)
    }
    for index in view.space.devices.indices {
      guard let text = LinkText(view, index), only == nil || text.device.name == only else {
        continue
      }
      if let kind, !text.device.kind.matches(kind) { continue }
      if let master {
        guard let port = text.device.port, view.space.deviceName(port.bridge) == master else {
          continue
        }
      }
      if isUpOnly, !text.device.isUp { continue }
      if style.isBrief {
        let hardware = text.device.kind == .tun ? "" : "\(text.device.mac) "
        host.print(text.brief + hardware + text.flags + " ")
        continue
      }
      var lines = [text.head(withMode: true)]
      lines.append(text.hardware + (style.hasDetails ? text.details : ""))
      if style.hasStatistics { lines.append(text.statistics) }
      host.print(lines.joined(separator: style.isOneLine ? "\\" : "\n"))
    }
    return 0
  }

  private static func set(
    _ host: inout HostSystem, _ words: inout Words
  ) throws(Interruption) -> Int32 {
    guard var name = words.takeDevice() else {
      throw host.fail("Not enough of information: \"dev\" argument is required.", status: 255)
    }
    _ = try host.needDevice(name, try host.view())
    while let word = words.next() {
      let change: NetworkChange
      switch word {
      case "up": change = .setUp(name, true)
      case "down": change = .setUp(name, false)
      case "mtu":
        let value = try words.value(word, &host)
        guard let mtu = Int(value), mtu >= 0 else {
          throw host.fail(
            "Error: argument \"\(value)\" is wrong: Invalid \"mtu\" value\n", status: 255)
        }
        guard mtu >= 68 else { throw host.fail("Error: mtu less than device minimum.", status: 2) }
        guard mtu <= 65_535 else {
          throw host.fail("Error: mtu greater than device maximum.", status: 2)
        }
        change = .setMTU(name, mtu)
      case "address":
        let value = try words.value(word, &host)
        guard let mac = MACAddress(parsing: value) else {
          throw host.fail("\"\(value)\" is invalid lladdr.", status: 255)
        }
        change = .setMAC(name, mac)
      case "master":
        let master = try words.value(word, &host)
        guard (try host.view()).space.device(named: master) != nil else {
          throw host.fail(
            "Error: argument \"\(master)\" is wrong: Device does not exist\n", status: 255)
        }
        change = .setMaster(name, master)
      case "nomaster": change = .setMaster(name, nil)
      case "name":
        let new = try words.value(word, &host)
        if let reason = try host.change(.rename(name, new)) { return try host.answer(reason) }
        name = new
        continue
      case "promisc": change = .setPromiscuous(name, try words.value(word, &host) == "on")
      case "arp", "multicast", "allmulticast", "txqueuelen", "qlen", "alias", "group":
        _ = try words.value(word, &host)
        continue
      case "type", "bridge_slave":
        if word == "type" { _ = try words.value(word, &host) }
        continue
      case "hairpin":
        change = .setPort(
          name, hairpin: try words.value(word, &host) == "on", learning: nil, flood: nil)
      default:
        throw host.fail(
          "Error: either \"dev\" is duplicate, or \"\(word)\" is a garbage.", status: 255)
      }
      if let reason = try host.change(change) { return try host.answer(reason) }
    }
    return 0
  }

  private static func delete(
    _ host: inout HostSystem, _ words: inout Words
  ) throws(Interruption) -> Int32 {
    var name = words.next()
    if name == "dev" { name = words.next() }
    guard let name else {
      throw host.fail("Not enough of information: \"dev\" argument is required.", status: 255)
    }
    _ = try host.needDevice(name, try host.view())
    return try host.answer(try host.change(.deleteDevice(name)))
  }

  private static func add(
    _ host: inout HostSystem, _ words: inout Words
  ) throws(Interruption) -> Int32 {
    var name: String?
    var peer: String?
    var namespace: String?
    var kind: String?
    var mac: MACAddress?
    var mtu: Int?
    var tunnel = Device.VXLANTunnel(
      identifier: 0, local: .any, underlay: 0, port: 8472, learning: true)
    let view = try host.view()
    while let word = words.next() {
      switch word {
      case "name": name = try words.value(word, &host)
      case "type": kind = try words.value(word, &host)
      case "peer":
        if words.first == "name" { _ = words.next() }
        peer = try words.value(word, &host)
      case "netns": namespace = try words.value(word, &host)
      case "address": mac = MACAddress(parsing: try words.value(word, &host))
      case "mtu": mtu = Int(try words.value(word, &host))
      case "id", "vni": tunnel.identifier = UInt32(try words.value(word, &host)) ?? 0
      case "local": tunnel.local = IPv4Address(parsing: try words.value(word, &host)) ?? .any
      case "dstport": tunnel.port = UInt16(try words.value(word, &host)) ?? 8472
      case "dev":
        let value = try words.value(word, &host)
        if kind == nil { name = value } else { tunnel.underlay = try host.needDevice(value, view) }
      case "learning": tunnel.learning = true
      case "nolearning": tunnel.learning = false
      case "up", "remote", "group", "ttl": if word != "up" { _ = try words.value(word, &host) }
      default:
        guard name == nil else {
          throw host.fail(
            "Error: either \"dev\" is duplicate, or \"\(word)\" is a garbage.", status: 255)
        }
        name = word
      }
    }
    guard let kind else {
      throw host.fail("Not enough information: \"type\" argument is required", status: 255)
    }
    guard let name else {
      throw host.fail("Not enough of information: \"dev\" argument is required.", status: 255)
    }
    func fresh() throws(Interruption) -> MACAddress {
      let high = UInt64(try host.random(below: 1 << 24))
      let low = UInt64(try host.random(below: 1 << 24))
      return MACAddress((high << 24 | low) & 0xFCFF_FFFF_FFFF | 0x0200_0000_0000)
    }
    var own = try fresh()
    if let mac { own = mac }
    switch kind {
    case "veth":
      let device = Device(name, .dummy, mac: own, mtu: mtu ?? 1500)
      let other = Device(peer ?? "veth0", .dummy, mac: try fresh(), mtu: mtu ?? 1500)
      return try host.answer(try host.change(.addVeth(device, peer: other, namespace: namespace)))
    case "bridge":
      return try host.answer(
        try host.change(.addDevice(Device(name, .bridge, mac: own, mtu: mtu ?? 1500))))
    case "dummy":
      return try host.answer(
        try host.change(.addDevice(Device(name, .dummy, mac: own, mtu: mtu ?? 1500))))
    case "vxlan":
      guard tunnel.identifier > 0 else {
        throw host.fail("vxlan: missing virtual network identifier", status: 255)
      }
      let below =
        view.space.devices.indices.contains(tunnel.underlay)
        ? view.space.devices[tunnel.underlay]?.mtu ?? 1500 : 1500
      var device = Device(
        name, .vxlan, mac: own, mtu: mtu ?? (tunnel.underlay == 0 ? 1500 : below - 50))
      device.tunnel = tunnel
      return try host.answer(try host.change(.addDevice(device)))
    default: throw host.fail("Error: Unknown device type.", status: 2)
    }
  }
}

extension Device.Kind {
  func matches(_ word: String) -> Bool {
    switch self {
    case .veth: word == "veth"
    case .bridge: word == "bridge"
    case .vxlan: word == "vxlan"
    case .tun: word == "tun"
    case .dummy: word == "dummy"
    case .loopback: false
    }
  }
}
