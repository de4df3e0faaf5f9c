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
