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
    show(rows, showsKind: wantsTCP && wantsUDP, hasHeader: !given.has("H"), &host)
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

  /// Addresses end at their colon, ports begin behind it, as the columns of ss do.
  private static func show(
    _ rows: [[String]], showsKind: Bool, hasHeader: Bool, _ host: inout HostSystem
  ) {
    let titles = [
      "Netid", "State", "Recv-Q", "Send-Q", "Local Address:Port", "Peer Address:Port", "Process",
    ]
    func parts(_ text: String) -> (address: String, port: String) {
      guard let colon = text.lastIndex(of: ":") else { return (text, "") }
      return (String(text[...colon]), String(text[text.index(after: colon)...]))
    }
    let table = [titles] + rows
    func width(_ column: Int) -> Int { table.map { $0[column].count }.max() ?? 0 }
    func widths(_ column: Int) -> (Int, Int) {
      let all = table.map { parts($0[column]) }
      return (all.map(\.address.count).max() ?? 0, all.map(\.port.count).max() ?? 0)
    }
    let (local, peer) = (widths(4), widths(5))
    for row in hasHeader ? table : rows {
      var text = showsKind ? padded(row[0], width(0)) + " " : ""
      for column in 1...3 { text += padded(row[column], width(column)) + " " }
      let (own, other) = (parts(row[4]), parts(row[5]))
      text += leftPadded(own.address, local.0) + padded(own.port, local.1) + " "
      text += leftPadded(other.address, peer.0) + padded(other.port, peer.1)
      let process = row[6].isEmpty || row == titles ? row[6] : " " + row[6]
      host.print(text + padded(process, 7))
    }
  }
}
