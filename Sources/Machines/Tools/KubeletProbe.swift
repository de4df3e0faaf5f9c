import Simulation
import Wire

/// The kubelet's own HTTP and TCP checks (`pkg/probe/http`, `pkg/probe/tcp`): silent when all is well.
package enum KubeletProbe {
  /// The arguments are `kubelet ADDRESS PORT MICROSECONDS [PATH]`.
  package static let tool = HostTool("kubelet") { host throws(Interruption) in
    let words = host.arguments
    guard words.count >= 4, let address = IPv4Address(parsing: words[1]),
      let port = UInt16(words[2]), let limit = Int64(words[3])
    else { return 2 }
    return try check(address, port, limit, words.count > 4 ? words[4] : nil, &host)
  }

  private static func check(
    _ address: IPv4Address, _ port: UInt16, _ limit: Int64, _ path: String?,
    _ host: inout HostSystem
  ) throws(Interruption) -> Int32 {
    let start = try host.now().microseconds
    let place = "\(address):\(port)"
    let socket = try host.socket(.tcp)
    let prefix = path.map { "Get \"http://\(place)\($0)\": " } ?? ""
    if let reason = try host.connect(socket, address, port, timeoutMicroseconds: limit) {
      try host.close(socket)
      if reason == .timedOut {
        throw host.fail(prefix + (path == nil ? "dial tcp \(place): i/o timeout" : late))
      }
      let why = reason.text.prefix(1).lowercased() + reason.text.dropFirst()
      throw host.fail(prefix + "dial tcp \(place): connect: \(why)")
    }
    guard let path else {
      try host.close(socket)
      return 0
    }
    let request =
      "GET \(path) HTTP/1.1\r\nHost: \(place)\r\nUser-Agent: kube-probe/1.32\r\nAccept: */*\r\n"
      + "Connection: close\r\n\r\n"
    _ = try host.send(socket, Array(request.utf8))
    let answer = try host.receive(
      socket, timeoutMicroseconds: max(0, limit - (try host.now().microseconds - start)))
    try host.close(socket)
    switch answer {
    case .bytes(let bytes):
      if bytes.isEmpty { throw host.fail(prefix + "EOF") }
      let words = String(decoding: bytes.prefix(64), as: UTF8.self).split(separator: " ")
      let status = words.count > 1 ? Int(words[1]) ?? 0 : 0
      if (200..<400).contains(status) { return 0 }
      throw host.fail("HTTP probe failed with statuscode: \(status)")
    case .failure(let reason, _):
      let why = reason.text.prefix(1).lowercased() + reason.text.dropFirst()
      throw host.fail(prefix + "read: \(why)")
    default: throw host.fail(prefix + late)
    }
  }

  private static let late =
    "context deadline exceeded (Client.Timeout exceeded while awaiting headers)"
}
