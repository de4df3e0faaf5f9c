import Wire

/// ip of iproute2 6.1: picks the object and the command by any prefix, as iproute2 does.
enum IPTool {
  static let tool = HostTool("ip") { host throws(Interruption) in
    var words = Array(host.arguments.dropFirst())
    var style = IPStyle()
    while let word = words.first, word.hasPrefix("-"), word.count > 1 {
      words.removeFirst()
      let name = word.drop { $0 == "-" }
      switch name {
      case "4", "6", "0": style.family = name.first
      case "h", "human", "N", "numeric", "color", "c": break
      case "br", "brief": style.isBrief = true
      case "d", "details": style.hasDetails = true
      case "s", "stats", "statistics": style.hasStatistics = true
      case "o", "oneline": style.isOneLine = true
      case "V", "Version":
        host.print("ip utility, iproute2-6.1.0, libbpf 1.1.2")
        return 0
      case "n", "netns":
        throw host.fail(
          "Cannot open network namespace \"\(words.first ?? "")\": No such file or directory")
      default: throw host.fail("Option \"\(word)\" is unknown, try \"ip -help\".", status: 255)
      }
    }
    guard let object = words.first else { throw host.fail(usage, status: 255) }
    words.removeFirst()
    let objects:
      [(String, @Sendable (inout HostSystem, [String], IPStyle) throws(Interruption) -> Int32)] = [
        ("address", IPAddressCommand.run), ("addr", IPAddressCommand.run),
        ("link", IPLinkCommand.run), ("neighbour", IPNeighbourCommand.run),
        ("neighbor", IPNeighbourCommand.run), ("netns", IPNamespaceCommand.run),
        ("route", IPRouteCommand.run), ("rule", IPRuleCommand.run),
      ]
    if object == "help" { throw host.fail(usage, status: 255) }
    guard let found = objects.first(where: { $0.0.hasPrefix(object) }) else {
      throw host.fail("Object \"\(object)\" is unknown, try \"ip help\".", status: 1)
    }
    return try found.1(&host, words, style)
  }

  static let usage = """
    Usage: ip [ OPTIONS ] OBJECT { COMMAND | help }
           ip [ -force ] -batch filename
    where  OBJECT := { address | link | neighbour | netns | route | rule }
           OPTIONS := { -V[ersion] | -s[tatistics] | -d[etails] | -o[neline] | -br[ief] }
    """
}

/// How `ip` prints.
struct IPStyle: Sendable {
  var isBrief = false
  var hasDetails = false
  var hasStatistics = false
  var isOneLine = false
  /// 4, 6, or 0 for the link alone; nil for all.
  var family: Character?
}

/// `ip netns`: the named namespaces at the other ends of veth pairs, the newest first; pods' have no name here.
enum IPNamespaceCommand {
  static func run(
    _ host: inout HostSystem, _ arguments: [String], _ style: IPStyle
  ) throws(Interruption) -> Int32 {
    guard arguments.isEmpty || isCommand(arguments[0], "list", "show", "lst") else {
      throw host.fail(
        "Command \"\(arguments[0])\" is unknown, try \"ip netns help\".", status: 255)
    }
    let view = try host.view()
    var names: [String] = []
    for index in view.space.devices.indices {
      guard let peer = view.peers[index], !peer.name.isEmpty, !names.contains(peer.name),
        !peer.name.contains("/")
      else { continue }
      names.append(peer.name)
    }
    for (identifier, name) in names.enumerated().reversed() {
      host.print("\(name) (id: \(identifier))")
    }
    return 0
  }
}

/// The words of a command, taken from the front.
struct Words {
  private var rest: ArraySlice<String>
  init(_ words: [String]) { rest = words[...] }
  var isEmpty: Bool { rest.isEmpty }
  var first: String? { rest.first }
  mutating func next() -> String? { rest.popFirst() }

  /// The device of `ip link set`, which stands anywhere behind `dev`, or first.
  mutating func takeDevice() -> String? {
    if let place = rest.firstIndex(of: "dev"), place + 1 < rest.endIndex {
      let name = rest[place + 1]
      rest.removeSubrange(place...(place + 1))
      return name
    }
    return rest.popFirst()
  }

  /// The value behind a keyword.
  mutating func value(
    _ keyword: String, _ host: inout HostSystem
  ) throws(Interruption) -> String {
    guard let word = rest.popFirst() else {
      throw host.fail("Command line is not complete. Try option \"help\"", status: 255)
    }
    return word
  }
}

/// Whether a word is a command or an abbreviation of it.
func isCommand(_ word: String?, _ names: String...) -> Bool {
  guard let word else { return false }
  return names.contains { $0.hasPrefix(word) }
}

extension HostSystem {
  /// What the kernel refused, as iproute2 says it.
  mutating func answer(_ reason: Errno?) throws(Interruption) -> Int32 {
    guard let reason else { return 0 }
    throw fail("RTNETLINK answers: \(reason.text)", status: 2)
  }

  mutating func needDevice(_ name: String, _ view: HostView) throws(Interruption) -> DeviceIndex {
    guard let index = view.space.device(named: name) else {
      throw fail("Cannot find device \"\(name)\"", status: 1)
    }
    return index
  }
}
