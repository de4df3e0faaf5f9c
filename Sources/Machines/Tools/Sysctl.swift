/// sysctl of procps 4.
enum SysctlTool {
  static let tool = HostTool("sysctl") { host throws(Interruption) in
    let given = Options(host.arguments.dropFirst(), "abdeNnpqwr:f:")
    var status: Int32 = 0
    guard !given.operands.isEmpty else {
      throw host.fail("\nUsage:\n sysctl [options] [variable[=value] ...]", status: 1)
    }
    for word in given.operands {
      let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = parts[0].replacing("/", with: ".").trimmed
      if parts.count == 2 {
        let value = String(parts[1]).trimmed
        switch try host.change(.setting(name, value)) {
        case .noEntry?:
          complain(&host, name)
          status = 1
        case let reason?:
          host.printError("sysctl: setting key \"\(name)\": \(reason.text)")
          status = 1
        case nil: if !given.has("q") { host.print(given.has("n") ? value : "\(name) = \(value)") }
        }
        continue
      }
      if given.has("w") {
        host.printError("sysctl: command line(0): invalid syntax, continuing...")
        status = 1
        continue
      }
      guard let value = (try host.view()).space.setting(name) else {
        if !given.has("e") {
          complain(&host, name)
          status = 1
        }
        continue
      }
      host.print(given.has("n") ? value : "\(name) = \(value)")
    }
    return status
  }

  private static func complain(_ host: inout HostSystem, _ name: String) {
    let path = name.replacing(".", with: "/")
    host.printError("sysctl: cannot stat /proc/sys/\(path): No such file or directory")
  }
}

extension StringProtocol {
  var trimmed: String {
    var rest = self[startIndex...]
    while let first = rest.first, first == " " || first == "\t" { rest.removeFirst() }
    while let last = rest.last, last == " " || last == "\t" || last == "\n" { rest.removeLast() }
    return String(rest)
  }

  func replacing(_ old: String, with new: String) -> String {
    guard !old.isEmpty else { return String(self) }
    var result = ""
    var rest = self[startIndex...]
    while !rest.isEmpty {
      if rest.hasPrefix(old) {
        result += new
        rest = rest.dropFirst(old.count)
      } else {
        result.append(rest.removeFirst())
      }
    }
    return result
  }
}
