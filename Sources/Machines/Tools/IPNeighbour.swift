import Wire

/// `ip neighbour`.
enum IPNeighbourCommand {
  static func run(
    _ host: inout HostSystem, _ arguments: [String], _ style: IPStyle
  ) throws(Interruption) -> Int32 {
    var words = Words(arguments)
    let verb = words.next()
    if verb == nil || isCommand(verb, "show", "list", "lst") {
      return try show(&host, &words, style)
    }
    if isCommand(verb, "add") { return try change(&host, &words, .add) }
    if isCommand(verb, "replace") { return try change(&host, &words, .replace) }
    if isCommand(verb, "change", "chg") { return try change(&host, &words, .change) }
    if isCommand(verb, "delete") {
      let (address, name, _, _) = try parse(&host, &words)
      return try host.answer(try host.change(.deleteNeighbour(address, name)))
    }
    if isCommand(verb, "flush") {
      var name: String?
      while let word = words.next() {
        if word == "dev" { name = try words.value(word, &host) }
      }
      if arguments.count == 1 { throw host.fail("Flush requires arguments.", status: 1) }
      return try host.answer(try host.change(.flushNeighbours(name)))
    }
    if isCommand(verb, "get") {
      let (address, name, _, _) = try parse(&host, &words)
      let view = try host.view()
      guard
        let entry = view.neighbours.first(where: {
          $0.address == address && view.space.deviceName($0.device) == name
        })
      else {
        throw host.fail("RTNETLINK answers: No such file or directory", status: 2)
      }
      host.print(text(entry, view, hidesDevice: false))
      return 0
    }
    throw host.fail("Command \"\(verb ?? "")\" is unknown, try \"ip neigh help\".", status: 255)
  }

  private static func show(
    _ host: inout HostSystem, _ words: inout Words, _ style: IPStyle
  ) throws(Interruption) -> Int32 {
    let view = try host.view()
    var entries = view.neighbours
    var hidesDevice = false
    while let word = words.next() {
      switch word {
      case "dev":
        let index = try host.needDevice(try words.value(word, &host), view)
        entries = entries.filter { $0.device == index }
        hidesDevice = true
      case "nud":
        let state = try words.value(word, &host).uppercased()
        entries = entries.filter { $0.state.rawValue == state }
      case "to": continue
      default:
        if let cidr = CIDR(parsing: word) { entries = entries.filter { cidr.contains($0.address) } }
      }
    }
    for entry in entries where entry.state != .noarp {
      host.print(text(entry, view, hidesDevice: hidesDevice))
    }
    return 0
  }

  private static func text(_ entry: Neighbour, _ view: HostView, hidesDevice: Bool) -> String {
    var text = "\(entry.address) "
    if !hidesDevice { text += "dev \(view.space.deviceName(entry.device)) " }
    if let mac = entry.mac { text += "lladdr \(mac) " }
    return text + entry.state.rawValue + " "
  }

  private static func parse(
    _ host: inout HostSystem, _ words: inout Words
  ) throws(Interruption) -> (IPv4Address, String, MACAddress?, Neighbour.State) {
    var address: IPv4Address?
    var name: String?
    var mac: MACAddress?
    var state = Neighbour.State.permanent
    while let word = words.next() {
      switch word {
      case "dev": name = try words.value(word, &host)
      case "lladdr":
        let value = try words.value(word, &host)
        guard let found = MACAddress(parsing: value) else {
          throw host.fail("\"\(value)\" is invalid lladdr.", status: 1)
        }
        mac = found
      case "nud":
        let value = try words.value(word, &host)
        guard let found = Neighbour.State(rawValue: value.uppercased()) else {
          throw host.fail("Error: argument \"\(value)\" is wrong: nud state is bad\n", status: 255)
        }
        state = found
      case "to": continue
      default:
        guard let found = IPv4Address(parsing: word) else {
          throw host.fail(
            "Error: any valid address is expected rather than \"\(word)\".", status: 1)
        }
        address = found
      }
    }
    guard let address, let name else {
      throw host.fail("Device and destination are required arguments.", status: 255)
    }
    _ = try host.needDevice(name, try host.view())
    return (address, name, mac, state)
  }

  private static func change(
    _ host: inout HostSystem, _ words: inout Words, _ mode: NetworkChange.Mode
  ) throws(Interruption) -> Int32 {
    let (address, name, mac, state) = try parse(&host, &words)
    if mac == nil, mode == .add, ![.failed, .incomplete, .noarp].contains(state) {
      throw host.fail("Error: No link layer address given.", status: 2)
    }
    return try host.answer(try host.change(.setNeighbour(address, name, mac, state, mode)))
  }
}

/// `ip rule`: the three rules that every namespace has.
enum IPRuleCommand {
  static func run(
    _ host: inout HostSystem, _ arguments: [String], _ style: IPStyle
  ) throws(Interruption) -> Int32 {
    guard arguments.isEmpty || isCommand(arguments[0], "show", "list", "lst") else {
      throw host.fail("RTNETLINK answers: Operation not supported", status: 2)
    }
    host.print(
      "0:\tfrom all lookup local\n32766:\tfrom all lookup main\n32767:\tfrom all lookup default")
    return 0
  }
}
