import Simulation
import Wire

/// wget of BusyBox 1.36 for http URLs.
struct Wget {
  static let tool = HostTool("wget") { host throws(Interruption) in
    let options = Options(given(host.arguments), "qcSO:T:U:P:o:Y:")
    guard options.problem == nil, let url = options.operands.first else {
      throw host.fail(usage, status: 1)
    }
    var wget = Wget(options, url)
    return try wget.fetch(&host)
  }

  private static let usage = """
    Usage: wget [-cqS] [--spider] [-O FILE] [--header STR]
    \t[-T SEC] [-U AGENT] URL
    """

  /// The long options that it has, as letters.
  private static func given(_ arguments: [String]) -> [String] {
    let letters = ["--quiet": "-q", "--server-response": "-S", "--output-document": "-O"]
    return arguments.dropFirst().filter { $0 != "--spider" }.map { letters[$0] ?? $0 }
  }

  private let parts: Curl.Parts
  private let isQuiet: Bool
  private let showsHead: Bool
  private let output: String
  private let agent: String
  private let patience: Int64
  private var bytes: [UInt8] = []

  private init(_ given: Options, _ url: String) {
    parts = Curl.split(url)
    isQuiet = given.has("q")
    showsHead = given.has("S")
    let last = parts.path.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
    output = given.value("O") ?? (last.isEmpty ? "index.html" : String(last))
    agent = given.value("U") ?? "Wget"
    // A server that says nothing is waited for 15 minutes.
    patience = given.microseconds("T") ?? 900_000_000
  }

  private var isForStandardOutput: Bool { output == "-" }
  private var name: String { parts.host + (parts.hasPort ? ":\(parts.port)" : "") }

  private mutating func fetch(_ host: inout HostSystem) throws(Interruption) -> Int32 {
    guard parts.scheme == "http" else {
      throw host.fail("wget: not an http or ftp url: \(host.arguments.last ?? "")", status: 1)
    }
    guard let address = try host.resolve(parts.host) else {
      throw host.fail("wget: bad address '\(name)'", status: 1)
    }
    say("Connecting to \(name) (\(address):\(parts.port))", &host)
    let socket = try host.socket(.tcp)
    if let reason = try host.connect(socket, address, parts.port, timeoutMicroseconds: patience) {
      if reason == .timedOut { throw host.fail("wget: download timed out", status: 1) }
      throw host.fail(
        "wget: can't connect to remote host (\(address)): \(reason.text)", status: 1)
    }
    let request =
      "GET \(parts.path) HTTP/1.1\r\nHost: \(name)\r\nUser-Agent: \(agent)\r\nConnection: close\r\n\r\n"
    if let reason = try host.send(socket, Array(request.utf8)) {
      throw host.fail("wget: error sending request: \(reason.text)", status: 1)
    }
    try receive(socket, &host)
    try host.close(socket)
    return try keep(&host)
  }

  /// Reads until the announced length, or until the server closes.
  private mutating func receive(
    _ socket: SocketID, _ host: inout HostSystem
  ) throws(Interruption) {
    while true {
      let (end, length) = Curl.head(bytes)
      if let end, let length, bytes.count >= end + length { return }
      switch try host.receive(socket, timeoutMicroseconds: patience) {
      case .bytes(let more):
        if more.isEmpty { return }
        bytes += more
      case .failure(let reason, _):
        throw host.fail("wget: error getting response: \(reason.text)", status: 1)
      default: throw host.fail("wget: download timed out", status: 1)
      }
    }
  }

  private func keep(_ host: inout HostSystem) throws(Interruption) -> Int32 {
    let end = Curl.head(bytes).end ?? 0
    let lines = String(decoding: bytes.prefix(end), as: UTF8.self)
      .split(separator: "\r\n", omittingEmptySubsequences: false).map(String.init)
    guard let first = lines.first, first.hasPrefix("HTTP/") else {
      throw host.fail("wget: error getting response", status: 1)
    }
    if showsHead { for line in lines.dropLast() { host.printError("  \(line)") } }
    let status = first.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
    guard status < 400 else {
      throw host.fail("wget: server returned error: \(first)", status: 1)
    }
    if host.arguments.contains("--spider") {
      say("remote file exists", &host)
      return 0
    }
    let body = String(decoding: bytes.dropFirst(end), as: UTF8.self)
    say(isForStandardOutput ? "writing to stdout" : "saving to '\(output)'", &host)
    if isForStandardOutput {
      host.print(body, terminator: "")
    } else if output != "/dev/null" {
      _ = try host.call(.write(path: output, body))
    }
    let size = String(body.utf8.count)
    let label = String(output.prefix(20))
    say(
      label + String(repeating: " ", count: 20 - label.count) + " 100% |"
        + String(repeating: "*", count: 32) + "|"
        + String(repeating: " ", count: 6 - min(6, size.count))
        + size + "  0:00:00 ETA", &host)
    say(isForStandardOutput ? "written to stdout" : "'\(output)' saved", &host)
    return 0
  }

  private func say(_ text: String, _ host: inout HostSystem) {
    if !isQuiet { host.printError(text) }
  }
}
