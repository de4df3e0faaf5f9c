import Wire

/// ss of iproute2 6.1.
enum SocketStatistics {
  static let tool = HostTool("ss") { host throws(Interruption) in
    let given = Options(host.arguments.dropFirst().filter { !$0.hasPrefix("--") }, "ltuanpeioH4swx")
    let view = try host.view()
    let wantsTCP = given.has("t") || !given.has("u")
    let wantsUDP = given.has("u") || !given.has("t")
    var rows: [[String]] = []
    for socket in view.space.sockets.elements {
      let isListener = socket.kind == .listener || socket.kind == .udp && socket.remote == nil
      guard given.has("a") || given.has("l") == isListener else { continue }
      switch socket.kind {
      case .udp where wantsUDP:
        rows.append(row(socket, "udp", isListener ? "UNCONN" : "ESTAB", given, view))
      case .listener where wantsTCP: rows.append(row(socket, "tcp", "LISTEN", given, view))
      case .tcp where wantsTCP:
        rows.append(row(socket, "tcp", socket.tcp?.state.rawValue ?? "CLOSED", given, view))
      default: continue
      }
    }
    let both = wantsTCP && wantsUDP
    var table = rows
    let peer = given.has("p") ? "Process" : "Process"
    if !given.has("H") {
      table.insert(
        ["Netid", "State", "Recv-Q", "Send-Q", "Local Address:Port", "Peer Address:Port", peer],
        at: 0)
    }
    show(table, both, &host)
    return 0
  }

  private static func row(
    _ socket: Socket, _ kind: String, _ state: String, _ given: Options, _ view: HostView
  ) -> [String] {
    let local = socket.local == .any ? "0.0.0.0" : "\(socket.local)"
    let remote = socket.remote.map { "\($0):\(socket.remotePort)" } ?? "0.0.0.0:*"
    let process =
      given.has("p") && !socket.ownerName.isEmpty
      ? "users:((\"\(socket.ownerName)\",pid=\(socket.owner?.number ?? 1),fd=3))" : ""
    let receive = socket.tcp?.receiveQueue ?? 0
    let send = socket.kind == .listener ? 4096 : socket.tcp?.sendQueue ?? 0
    return [kind, state, "\(receive)", "\(send)", "\(local):\(socket.localPort)", remote, process]
  }

  private static func show(_ table: [[String]], _ both: Bool, _ host: inout HostSystem) {
    func width(_ column: Int) -> Int { table.map { $0[column].count }.max() ?? 0 }
    for row in table {
      var text = both ? padded(row[0], max(5, width(0))) + " " : ""
      text += padded(row[1], max(6, width(1))) + " "
      text += padded(row[2], 6) + " " + padded(row[3], 6) + " "
      text +=
        leftPadded(row[4], max(18, width(4))) + " " + leftPadded(row[5], max(17, width(5))) + " "
      host.print(text + row[6])
    }
  }
}
