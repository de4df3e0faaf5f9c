import Foundation
import Testing
import Wire

@testable import Machines

@Suite struct NetlabTests {
  @Test func exports() throws {
    guard let target = ProcessInfo.processInfo.environment["NETLAB_EXPORT"] else { return }
    for (name, scenario) in try Scenario.all() {
      let (lab, outputs) = scenario.replay()
      var file = Pcapng()
      for frame in lab.frames where !frame.place.hasSuffix("/lo") {
        file.add(
          frame.bytes, on: frame.place, frame.link == .raw ? .rawIP : .ethernet,
          frame.direction == .incoming ? .incoming : .outgoing,
          microseconds: frame.at.microseconds, comment: frame.comment)
      }
      try Data(file.bytes).write(to: URL(fileURLWithPath: "\(target)/\(name).pcapng"))
      try outputs.joined(separator: "\n--\n").write(
        toFile: "\(target)/\(name).txt", atomically: true, encoding: .utf8)
    }
  }
}
