import Simulation
import Wire

/// curl 7.88 for http URLs.
struct Curl {
  static let tool = HostTool("curl") { host throws(Interruption) in
    var curl = Curl()
    return try curl.run(&host)
  }

  private var method = "GET"
  private var headers: [String] = []
  private var body: String?
  private var isSilent = false
  private var showsErrors = false
  private var showsHead = false
  private var onlyHead = false
  private var isVerbose = false
  private var failsOnError = false
  private var format: String?
  private var output: String?
  private var connectLimit: Int64?
  private var limit: Int64?
  private var url = ""

  private mutating func run(_ host: inout HostSystem) throws(Interruption) -> Int32 {
    try read(&host)
    guard !url.isEmpty else {
      throw host.fail(
        "curl: no URL specified!\ncurl: try 'curl --help' or 'curl --manual' for more information",
        status: 2)
    }
    let parts = Self.split(url)
    guard parts.scheme == "http" else {
      throw complain(&host, 1, "Protocol \"\(parts.scheme)\" not supported or disabled in libcurl")
    }
    guard let address = try host.resolve(parts.host) else {
      throw complain(&host, 6, "Could not resolve host: \(parts.host)")
    }
    let socket = try host.socket(.tcp)
    let start = try host.now()
    if isVerbose { host.printError("*   Trying \(address):\(parts.port)...") }
    let patience = [connectLimit, limit].compactMap { $0 }.min() ?? 300_000_000
    if let reason = try host.connect(socket, address, parts.port, timeoutMicroseconds: patience) {
      let spent = (try host.now().microseconds - start.microseconds) / 1000
      if reason == .timedOut, connectLimit != nil || limit != nil {
        throw complain(&host, 28, "Connection timed out after \(spent) milliseconds")
      }
      throw complain(
        &host, reason == .timedOut ? 28 : 7,
        "Failed to connect to \(parts.host) port \(parts.port) after \(spent) ms: \(reason == .timedOut ? "Connection timed out" : "Couldn't connect to server")"
      )
    }
    if isVerbose {
      host.printError("* Connected to \(parts.host) (\(address)) port \(parts.port) (#0)")
    }
    let request = request(parts)
    if isVerbose {
      for line in request.split(separator: "\r\n", omittingEmptySubsequences: false).dropLast() {
        host.printError("> \(line)")
      }
    }
    if let reason = try host.send(socket, Array(request.utf8)) {
      throw complain(&host, 55, "Send failure: \(reason.text)")
    }
    return try answer(socket, start, parts, &host)
  }

  private mutating func read(_ host: inout HostSystem) throws(Interruption) {
    let long: [String: Character] = [
      "--silent": "s", "--show-error": "S", "--include": "i", "--head": "I", "--verbose": "v",
      "--fail": "f", "--request": "X", "--header": "H", "--data": "d", "--output": "o",
      "--write-out": "w", "--max-time": "m", "--insecure": "k", "--location": "L",
    ]
    var words = Array(host.arguments.dropFirst())[...]
    var short: [String] = []
    while let word = words.popFirst() {
      if word == "--connect-timeout" {
        connectLimit = words.popFirst().flatMap(parseSeconds)
      } else if let letter = long[word] {
        short.append("-\(letter)")
      } else {
        short.append(word)
      }
    }
    let given = Options(short, "sSiIvfkL4gX:H:d:o:w:m:A:u:")
    if let problem = given.problem {
      throw host.fail(
        "curl: option \(problem)\ncurl: try 'curl --help' or 'curl --manual' for more information",
        status: 2)
    }
    for (letter, value) in given.flags {
      switch letter {
      case "s": isSilent = true
      case "S": showsErrors = true
      case "i": showsHead = true
      case "I":
        method = "HEAD"
        onlyHead = true
      case "v": isVerbose = true
      case "f": failsOnError = true
      case "X": method = value ?? method
      case "H": headers.append(value ?? "")
      case "d":
        body = value
        if method == "GET" { method = "POST" }
      case "o": output = value
      case "w": format = value
      case "m": limit = value.flatMap(parseSeconds)
      default: break
      }
    }
    url = given.operands.first ?? ""
  }

  /// An http URL taken apart.
  struct Parts {
    var scheme = "http"
    var host = ""
    var port: UInt16 = 80
    var path = "/"
    var hasPort = false
  }

  static func split(_ url: String) -> Parts {
    var parts = Parts()
    var rest = url[...]
    for scheme in ["http", "https", "ftp"] where rest.hasPrefix(scheme + "://") {
      parts.scheme = scheme
      rest = rest.dropFirst(scheme.count + 3)
    }
    let slash = rest.firstIndex(of: "/") ?? rest.firstIndex(of: "?") ?? rest.endIndex
    let authority = rest[..<slash]
    if slash < rest.endIndex {
      parts.path = (rest[slash] == "/" ? "" : "/") + String(rest[slash...])
    }
    let pieces = authority.split(separator: ":")
    parts.host = pieces.first.map(String.init) ?? ""
    if pieces.count > 1, let port = UInt16(pieces[1]) {
      parts.port = port
      parts.hasPort = port != 80
    }
    return parts
  }

  private func request(_ parts: Parts) -> String {
    let own = headers.contains { $0.lowercased().hasPrefix("host:") }
    var lines = ["\(method) \(parts.path) HTTP/1.1"]
    if !own { lines.append("Host: \(parts.host)" + (parts.hasPort ? ":\(parts.port)" : "")) }
    lines += ["User-Agent: curl/7.88.1", "Accept: */*"]
    lines += headers
    if let body {
      lines.append("Content-Length: \(body.utf8.count)")
      lines.append("Content-Type: application/x-www-form-urlencoded")
    }
    return lines.joined(separator: "\r\n") + "\r\n\r\n" + (body ?? "")
  }

  /// Reads until the announced length, or until the server closes.
  private func answer(
    _ socket: SocketID, _ start: Instant, _ parts: Parts, _ host: inout HostSystem
  ) throws(Interruption) -> Int32 {
    var bytes: [UInt8] = []
    while true {
      let (end, length) = Self.head(bytes)
      if let end, onlyHead || length.map({ bytes.count >= end + $0 }) ?? false { break }
      let spentSoFar = try host.now().microseconds - start.microseconds
      let answer = try host.receive(
        socket, timeoutMicroseconds: limit.map { $0 - spentSoFar })
      if case .bytes(let more) = answer {
        if more.isEmpty {
          if bytes.isEmpty {
            try host.close(socket)
            throw complain(&host, 52, "Empty reply from server")
          }
          break
        }
        bytes += more
      } else if case .failure(let reason, _) = answer {
        throw complain(&host, 56, "Recv failure: \(reason.text)")
      } else {
        let spent = (try host.now().microseconds - start.microseconds) / 1000
        try host.close(socket)
        throw complain(
          &host, 28,
          "Operation timed out after \(spent) milliseconds with \(bytes.count) bytes received")
      }
    }
    let total = try host.now().microseconds - start.microseconds
    try host.close(socket)
    let (end, _) = Self.head(bytes)
    let headText = String(decoding: bytes.prefix(end ?? 0), as: UTF8.self)
    let status = headText.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
    guard headText.hasPrefix("HTTP/") else {
      throw complain(&host, 1, "Received HTTP/0.9 when not allowed")
    }
    if isVerbose {
      for line in headText.split(separator: "\r\n", omittingEmptySubsequences: false).dropLast() {
        host.printError("< \(line)")
      }
    }
    if failsOnError, status >= 400 {
      throw complain(&host, 22, "The requested URL returned error: \(status)")
    }
    if showsHead || onlyHead { host.print(headText, terminator: "") }
    let text = String(decoding: bytes.dropFirst(end ?? 0), as: UTF8.self)
    if let output {
      if output != "/dev/null" { _ = try host.call(.write(path: output, text)) }
    } else if !onlyHead {
      host.print(text, terminator: "")
    }
    if let format { host.print(written(format, status, total, text.utf8.count), terminator: "") }
    return 0
  }

  private func written(_ format: String, _ status: Int, _ total: Int64, _ size: Int) -> String {
    let micros = String(total % 1_000_000)
    let seconds = "\(total / 1_000_000)." + String(repeating: "0", count: 6 - micros.count) + micros
    return format.replacing("%{http_code}", with: "\(status)")
      .replacing("%{response_code}", with: "\(status)").replacing("%{time_total}", with: seconds)
      .replacing("%{size_download}", with: "\(size)").replacing("\\n", with: "\n")
      .replacing("\\t", with: "\t")
  }

  /// Where the header ends, and the length that it announces.
  static func head(_ bytes: [UInt8]) -> (end: Int?, length: Int?) {
    guard bytes.count >= 4 else { return (nil, nil) }
    for place in 0...(bytes.count - 4)
    where bytes[place] == 13 && bytes[place + 1] == 10 && bytes[place + 2] == 13
      && bytes[place + 3] == 10
    {
      let text = String(decoding: bytes[..<place], as: UTF8.self).lowercased()
      for line in text.split(separator: "\r\n") where line.hasPrefix("content-length:") {
        return (place + 4, Int(String(line.dropFirst(15)).trimmed))
      }
      return (place + 4, nil)
    }
    return (nil, nil)
  }

  private func complain(_ host: inout HostSystem, _ status: Int32, _ text: String) -> Interruption {
    if isSilent, !showsErrors { return .exited(status) }
    return host.fail("curl: (\(status)) \(text)", status: status)
  }
}
