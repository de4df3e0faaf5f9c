import Foundation
import Testing
import Wire

@testable import Machines

@Suite struct TryTests {
  /// Runs lines of a file for a look at what they print.
  @Test func lines() throws {
    guard let path = ProcessInfo.processInfo.environment["NETLAB_LINES"] else { return }
    let text = try String(contentsOfFile: path, encoding: .utf8)
    var lab = Lab(Netlab.fabric(.vxlan))
    for line in text.split(separator: "\n").map(String.init) {
      if line.hasPrefix("world ") {
        lab = Lab(Netlab.fabric(FlannelBackend(rawValue: String(line.dropFirst(6))) ?? .vxlan))
        continue
      }
      print("$ " + line)
      print(Scenario.execute(line, &lab), terminator: "")
    }
  }
}

extension TryTests {
  @Test func trace() throws {
    guard let words = ProcessInfo.processInfo.environment["NETLAB_TRACE"] else { return }
    let parts = words.split(separator: " ").map(String.init)
    let fabric = Netlab.fabric(FlannelBackend(rawValue: parts[0]) ?? .vxlan)
    let space = try #require(fabric.namespace(named: parts[1]))
    let target = try #require(IPv4Address(parsing: parts[2]))
    let trace = Trace.run(fabric, at: .zero, from: space, to: target, .ping)
    print(trace.text(withBytes: parts.count > 3), terminator: "")
    print(trace.outcome)
  }
}
