import Simulation
import Wire

/// `ip route`.
enum IPRouteCommand {
  static func run(
    _ host: inout HostSystem, _ arguments: [String], _ style: IPStyle
  ) throws(Interruption) -> Int32 {
    var words = Words(arguments)
    guard let verb = words.next() else { return try show(&host, &words, style) }
    if isCommand(verb, "show", "list", "lst") { return try show(&host, &words, style) }
    if isCommand(verb, "get") { return try get(&host, &words) }
    if isCommand(verb, "add"), words.isEmpty { throw host.fail(usage, status: 255) }
    if isCommand(verb, "add") { return try change(&host, &words, .add) }
    if isCommand(verb, "replace") { return try change(&host, &words, .replace) }
    if isCommand(verb, "change", "chg") { return try change(&host, &words, .change) }
    if isCommand(verb, "append") { return try change(&host, &words, .append) }
    if isCommand(verb, "prepend") { return try change(&host, &words, .prepend) }
    if isCommand(verb, "delete") { return try delete(&host, &words) }
    if isCommand(verb, "flush") { return try flush(&host, &words) }
    throw host.fail("Command \"\(verb)\" is unknown, try \"ip route help\".", status: 255)
  }

  private static let usage = """
    Usage: ip route { list | flush } SELECTOR
           ip route get ADDRESS [ from ADDRESS iif STRING ] [ oif STRING ]
           ip route { add | del | change | append | replace } ROUTE
    """

  /// In the order of the kernel's trie: by address, the longer prefix first.
  static func sorted(_ routes: [Route]) -> [Route] {
    routes.sorted {
      if $0.destination.address != $1.destination.address {
        return $0.destination.address < $1.destination.address
      }
      if $0.destination.length != $1.destination.length {
        return $0.destination.length > $1.destination.length
      }
      return $0.metric < $1.metric
    }
  }

  private static func show(
    _ host: inout HostSystem, _ words: inout Words, _ style: IPStyle
  ) throws(Interruption) -> Int32 {
    let view = try host.view()
    var routes = sorted(view.routes)
    var hiddenDevice: DeviceIndex?
    var isExact: CIDR?
    var ownCount = routes.count
    var isAll = false
    if style.family == "6" { routes = [] }
    while let word = words.next() {
      switch word {
      case "table":
        switch try words.value(word, &host) {
        case "local", "255": routes = local(view)
        case "all":
          ownCount = routes.count
          routes += local(view)
          isAll = true
        case "main", "254": break
        case "cache": routes = []
        default:
          throw host.fail("Error: ipv4: FIB table does not exist.\nDump terminated", status: 2)
        }
      case "cache": routes = []
      case "dev":
        let index = try host.needDevice(try words.value(word, &host), view)
        hiddenDevice = index
        routes = routes.filter { $0.device == index }
      case "via":
        let gateway = IPv4Address(parsing: try words.value(word, &host))
        routes = routes.filter { $0.gateway == gateway }
      case "proto":
        let origin = try words.value(word, &host)
        routes = routes.filter { $0.origin.rawValue == origin }
      case "scope":
        let scope = try words.value(word, &host)
        routes = routes.filter {
          $0.scope == (scope == "link" ? .link : scope == "host" ? .host : .universe)
        }
      case "root", "match", "exact", "to":
        let value = try words.value(word, &host)
        guard let cidr = prefix(value) else { continue }
        switch word {
        case "root": routes = routes.filter { cidr.contains($0.destination) }
        case "match": routes = routes.filter { $0.destination.contains(cidr) }
        default: isExact = cidr
        }
      default:
        guard let cidr = prefix(word) else {
          throw host.fail("Error: any valid prefix is expected rather than \"\(word)\".", status: 1)
        }
        isExact = cidr
      }
    }
    if let isExact { routes = routes.filter { $0.destination == isExact } }
    for (place, route) in routes.enumerated() {
      var text = route.text(device: view.space.deviceName(route.device))
      if isAll, place >= ownCount {
        text = text.replacing(" proto kernel", with: " table local proto kernel")
      }
      if hiddenDevice != nil {
        text = text.replacing(" dev \(view.space.deviceName(route.device))", with: "")
      }
      if route.kind == .unicast, view.space.devices[route.device]?.hasCarrier == false {
        text += " linkdown"
      }
      host.print(text + " ")
    }
    return 0
  }

  /// The local table, which follows from the addresses.
  private static func local(_ view: HostView) -> [Route] {
    var routes: [Route] = []
    func add(_ kind: Route.Kind, _ cidr: CIDR, _ index: DeviceIndex, _ source: IPv4Address) {
      var route = Route(cidr, device: index)
      route.kind = kind
      route.origin = .kernel
      route.scope = kind == .local ? .host : .link
      route.source = source
      routes.append(route)
    }
    for (index, device) in view.space.devices.enumerated() {
      for address in device?.addresses ?? [] where device?.isUp == true {
        let own = address.cidr.address
        add(.local, CIDR(own, 32), index, own)
        if index == 0 { add(.local, address.cidr.network, index, own) }
        if address.cidr.length < 31 {
          add(.broadcast, CIDR(address.cidr.broadcast, 32), index, own)
        }
      }
    }
    return routes.sorted {
      $0.destination.address == $1.destination.address
        ? $0.destination.length < $1.destination.length
        : $0.destination.address < $1.destination.address
    }
  }

  static func prefix(_ word: String) -> CIDR? {
    if word == "default" || word == "any" || word == "all" { return .everything }
    return CIDR(parsing: word)
  }

  private static func parse(
    _ host: inout HostSystem, _ words: inout Words
  ) throws(Interruption) -> (route: Route, device: String?, hasMetric: Bool) {
    let view = try host.view()
    var destination: CIDR?
    var route = Route(.everything, device: 0)
    var device: String?
    var scope: Route.Scope?
    var hasMetric = false
    while let word = words.next() {
      switch word {
      case "via":
        let value = try words.value(word, &host)
        guard let gateway = IPv4Address(parsing: value) else {
          throw host.fail(
            "Error: any valid address is expected rather than \"\(value)\".", status: 1)
        }
        route.gateway = gateway
      case "dev":
        let name = try words.value(word, &host)
        device = name
        route.device = try host.needDevice(name, view)
      case "src": route.source = IPv4Address(parsing: try words.value(word, &host))
      case "metric", "priority", "preference":
        route.metric = UInt32(try words.value(word, &host)) ?? 0
        hasMetric = true
      case "mtu":
        var value = try words.value(word, &host)
        if value == "lock" { value = try words.value(word, &host) }
        route.mtu = Int(value)
      case "onlink": route.isOnLink = true
      case "proto":
        route.origin = Route.Origin(rawValue: try words.value(word, &host)) ?? .static
      case "scope":
        let value = try words.value(word, &host)
        scope = value == "link" ? .link : value == "host" ? .host : .universe
      case "table", "advmss": _ = try words.value(word, &host)
      case "to": continue
      case "blackhole", "unreachable", "prohibit":
        route.kind = Route.Kind(rawValue: word) ?? .unicast
      case "unicast": continue
      default:
        guard let cidr = prefix(word), destination == nil else {
          let text =
            destination == nil
            ? "Error: any valid prefix is expected rather than \"\(word)\"."
            : "Error: either \"to\" is duplicate, or \"\(word)\" is a garbage."
          throw host.fail(text, status: destination == nil ? 1 : 255)
        }
        destination = cidr
      }
    }
    route.destination = destination ?? .everything
    route.scope = scope ?? (route.gateway == nil && route.kind == .unicast ? .link : .universe)
    return (route, device, hasMetric)
  }

  private static func change(
    _ host: inout HostSystem, _ words: inout Words, _ mode: NetworkChange.Mode
  ) throws(Interruption) -> Int32 {
    var (route, device, _) = try parse(&host, &words)
    if route.destination.network != route.destination {
      throw host.fail("Error: Invalid prefix for given prefix length.", status: 2)
    }
    if route.kind == .unicast, device == nil {
      guard let gateway = route.gateway else {
        throw host.fail("RTNETLINK answers: No such device", status: 2)
      }
      let view = try host.view()
      let near = view.routes.filter { $0.gateway == nil && $0.destination.contains(gateway) }
        .max { $0.destination.length < $1.destination.length }
      guard let near else {
        throw host.fail("Error: Nexthop has invalid gateway.", status: 2)
      }
      route.device = near.device
    }
    let reason = try host.change(.addRoute(route, mode))
    if reason == .networkUnreachable || reason == .invalid, route.gateway != nil {
      throw host.fail("Error: Nexthop has invalid gateway.", status: 2)
    }
    if reason == .networkDown { throw host.fail("Error: Device for nexthop is not up.", status: 2) }
    return try host.answer(reason)
  }

  private static func delete(
    _ host: inout HostSystem, _ words: inout Words
  ) throws(Interruption) -> Int32 {
    let (route, device, hasMetric) = try parse(&host, &words)
    return try host.answer(
      try host.change(
        .deleteRoute(
          route.destination, via: route.gateway, device: device,
          metric: hasMetric ? route.metric : nil)))
  }

  private static func flush(
    _ host: inout HostSystem, _ words: inout Words
  ) throws(Interruption) -> Int32 {
    guard let word = words.next() else {
      throw host.fail("\"ip route flush\" requires arguments.", status: 255)
    }
    if word == "cache" { return try host.answer(try host.change(.flushPathMTUs)) }
    if word == "dev" {
      let name = try words.value(word, &host)
      _ = try host.needDevice(name, try host.view())
      return try host.answer(try host.change(.flushRoutes(device: name)))
    }
    if word == "table", words.next() == "main" {
      return try host.answer(try host.change(.flushRoutes(device: nil)))
    }
    guard let cidr = prefix(word) else {
      throw host.fail("Error: any valid prefix is expected rather than \"\(word)\".", status: 1)
    }
    _ = try host.change(.deleteRoute(cidr, via: nil, device: nil, metric: nil))
    return 0
  }

  private static func get(
    _ host: inout HostSystem, _ words: inout Words
  ) throws(Interruption) -> Int32 {
    var destination: IPv4Address?
    var from: IPv4Address?
    var ingress: String?
    while let word = words.next() {
      switch word {
      case "from": from = IPv4Address(parsing: try words.value(word, &host))
      case "iif": ingress = try words.value(word, &host)
      case "oif", "mark", "tos", "uid": _ = try words.value(word, &host)
      case "to": continue
      default:
        guard let cidr = CIDR(parsing: word) else {
          throw host.fail("Error: any valid prefix is expected rather than \"\(word)\".", status: 1)
        }
        destination = cidr.address
      }
    }
    guard let destination else {
      throw host.fail("need at least a destination address", status: 1)
    }
    let view = try host.view()
    if let ingress { _ = try host.needDevice(ingress, view) }
    guard case .route(let result) = try host.call(.lookup(destination)) else { return 1 }
    switch result {
    case .failure(let reason):
      throw host.fail("RTNETLINK answers: \(reason.text)", status: 2)
    case .success(let found):
      let decision = found.decision
      let device = view.space.deviceName(decision.isLocal ? 0 : decision.route.device)
      var text = decision.isLocal ? "local " : decision.isBroadcast ? "broadcast " : ""
      text += "\(destination)"
      if let from { text += " from \(from)" }
      if let gateway = decision.route.gateway { text += " via \(gateway)" }
      text += " dev \(device)"
      if ingress == nil {
        if let source = found.source { text += " src \(from ?? source)" }
        text += " uid 0"
      }
      host.print(text + " ")
      var cache = "    cache"
      if decision.isLocal { cache += " <local>" }
      if let learned = found.learned {
        cache += " expires \(learned.seconds)sec mtu \(learned.mtu)"
      }
      if let ingress { cache += " iif \(ingress)" }
      host.print(cache + " ")
    }
    return 0
  }
}
