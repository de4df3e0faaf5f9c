import Wire

/// `ip address`.
enum IPAddressCommand {
  static func run(
    _ host: inout HostSystem, _ arguments: [String], _ style: IPStyle
  ) throws(Interruption) -> Int32 {
    var words = Words(arguments)
    let verb = words.next()
    if verb == nil || isCommand(verb, "show", "list", "lst") {
      return try show(&host, &words, style)
    }
    if isCommand(verb, "add", "change", "replace") { return try change(&host, &words, verb ?? "") }
    if isCommand(verb, "delete") { return try change(&host, &words, "delete") }
    if isCommand(verb, "flush") {
      var name = words.next()
      if name == "dev" { name = words.next() }
      guard let name else { throw host.fail("Flush requires arguments.", status: 1) }
      _ = try host.needDevice(name, try host.view())
      return try host.answer(try host.change(.flushAddresses(name)))
    }
    throw host.fail("Command \"\(verb ?? "")\" is unknown, try \"ip address help\".", status: 255)
  }

  private static func show(
    _ host: inout HostSystem, _ words: inout Words, _ style: IPStyle
  ) throws(Interruption) -> Int32 {
    var only: String?
    var isUpOnly = false
    while let word = words.next() {
      switch word {
      case "dev": only = try words.value(word, &host)
      case "up": isUpOnly = true
      case "scope", "type", "label", "to": _ = try words.value(word, &host)
      default: only = word
      }
    }
    let view = try host.view()
    if let only, view.space.device(named: only) == nil {
      throw host.fail("Device \"\(only)\" does not exist.", status: 1)
    }
    for index in view.space.devices.indices {
      guard let text = LinkText(view, index), only == nil || text.device.name == only,
        !isUpOnly || text.device.isUp
      else { continue }
      if style.isBrief {
        let addresses = text.device.addresses.map { "\($0.cidr) " }.joined()
        host.print(text.brief + addresses)
        continue
      }
      var lines: [String] = []
      if style.isOneLine {
        for address in text.device.addresses {
          host.print(
            "\(index + 1): \(text.device.name)    \(inet(address, text.device))\\       valid_lft forever preferred_lft forever"
          )
        }
        continue
      }
      lines.append(text.head(withMode: false))
      if style.family == "4", text.device.addresses.isEmpty { continue }
      if style.family == "6" { continue }
      if style.family != "4" {
        lines.append(text.hardware + (style.hasDetails ? text.details : ""))
      }
      for address in text.device.addresses where style.family != "0" {
        lines.append("    " + inet(address, text.device))
        lines.append("       valid_lft forever preferred_lft forever")
      }
      if style.hasStatistics { lines.append(text.statistics) }
      host.print(lines.joined(separator: "\n"))
    }
    return 0
  }

  private static func inet(_ address: Device.Address, _ device: Device) -> String {
    let scope = address.scope == .universe ? "global" : address.scope == .host ? "host" : "link"
    let broadcast = address.hasBroadcast ? " brd \(address.cidr.broadcast)" : ""
    let secondary = address.isSecondary ? " secondary" : ""
    return "inet \(address.cidr)\(broadcast) scope \(scope)\(secondary) \(device.name)"
  }

  private static func change(
    _ host: inout HostSystem, _ words: inout Words, _ verb: String
  ) throws(Interruption) -> Int32 {
    var cidr: CIDR?
    var name: String?
    var scope = Route.Scope.universe
    while let word = words.next() {
      switch word {
      case "dev": name = try words.value(word, &host)
      case "broadcast", "brd", "label", "metric": _ = try words.value(word, &host)
      case "scope":
        let value = try words.value(word, &host)
        scope = value == "host" ? .host : value == "link" ? .link : .universe
      case "local": continue
      default:
        guard let found = CIDR(parsing: word) else {
          throw host.fail("Error: any valid prefix is expected rather than \"\(word)\".", status: 1)
        }
        cidr = found
      }
    }
    guard let name else {
      throw host.fail("Not enough information: \"dev\" argument is required.", status: 1)
    }
    _ = try host.needDevice(name, try host.view())
    guard let cidr else { return 0 }
    if verb == "delete" {
      let reason = try host.change(.deleteAddress(cidr, name))
      if reason == .noSuchAddress { throw host.fail("Error: ipv4: Address not found.", status: 2) }
      return try host.answer(reason)
    }
    let reason = try host.change(.addAddress(cidr, name, scope))
    if reason == .exists, isCommand(verb, "change", "replace") { return 0 }
    if reason == .exists { throw host.fail("Error: ipv4: Address already assigned.", status: 2) }
    return try host.answer(reason)
  }
}
