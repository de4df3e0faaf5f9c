import Console
import Foundation
import Machines
import Testing

/// The laboratory at the prompt, against what a real kernel and iproute2 showed.
@Suite struct LaboratoryTests {
  static let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Fixtures")

  struct Scenario: Decodable {
    let world: String
    let setup: [String]
    let run: [String]
  }

  static func console(_ world: String) throws -> Console {
    Console(try #require(Worlds.named(world)))
  }

  /// Place, direction and length of each recorded IPv4 or ARP frame, in order of text.
  static func recorded(_ name: String) throws -> [String] {
    let data = try Data(contentsOf: fixtures.appendingPathComponent(name + ".json"))
    let tree = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    let blobs = try #require(tree["blobs"] as? [String])
    let frames = try #require(tree["frames"] as? [[Any]])
    return frames.compactMap { frame in
      guard let place = frame[1] as? String, let direction = frame[2] as? String,
        let blob = frame[4] as? Int, let length = frame[5] as? Int, !place.hasPrefix("sw/")
      else { return nil }
      let text = blobs[blob]
      let isRaw = place.hasSuffix("flannel0")
      let kind = isRaw ? "0800" : text.dropFirst(24).prefix(4)
      guard kind == "0800" || kind == "0806" else { return nil }
      let transport = text.dropFirst(isRaw ? 18 : 46).prefix(2)
      return kind == "0800" && transport == "02" ? nil : "\(place) \(direction) \(length)"
    }.sorted()
  }

  @Test(arguments: [
    "vxlan-ping-remote", "fail-udp-node2-down", "udp-tcp-remote", "fail-host-gw-route-missing-nogw",
  ]) func hasTheKernelsFrames(_ name: String) throws {
    let data = try Data(contentsOf: Self.fixtures.appendingPathComponent("scenarios.json"))
    let scenarios = try JSONDecoder().decode([String: Scenario].self, from: data)
    let scenario = try #require(scenarios[name])
    var console = try Self.console(scenario.world)
    for line in scenario.setup + ["capture start a.pcapng"] + scenario.run {
      _ = console.run(line) { _ in (nil, "no such file or directory") }
    }
    let frames = try #require(console.world.network?.frames)
    let found = frames.filter { !$0.place.hasPrefix("sw/") && !$0.place.hasSuffix("/lo") }
      .map { "\($0.place) \($0.direction.rawValue) \($0.bytes.count)" }.sorted()
    #expect(try Self.recorded(name) == found)
  }

  /// What `ip` and `bridge` show through `on HOST`, line by line where no timer is in it.
  @Test(arguments: ["udp", "vxlan", "host-gw"]) func showsItsState(_ backend: String) throws {
    var console = try Self.console("netlab-" + backend)
    let url = Self.fixtures.appendingPathComponent("\(backend)-ping-remote-before.txt")
    var commands: [(host: String, line: String, output: [String])] = []
    for line in try String(contentsOf: url, encoding: .utf8).split(separator: "\n") {
      if line.hasPrefix("#####") { continue }
      if line.hasPrefix("--- ") {
        let parts = line.dropFirst(4).split(separator: "$", maxSplits: 1)
        commands.append((String(parts[0]), String(parts[1].dropFirst()), []))
      } else {
        commands[commands.count - 1].output.append(Self.trimmed(line))
      }
    }
    #expect(commands.count > 20)
    for (host, line, output) in commands
    where !line.hasPrefix("bridge fdb") && !line.contains("-d link") {
      let outcome = console.run("on \(host) \(line)") { _ in (nil, "") }
      let mine = outcome.out.split(separator: "\n").map(Self.trimmed)
      #expect(mine == output, "on \(host) \(line)")
    }
  }

  private static func trimmed(_ line: Substring) -> String {
    String(line.reversed().drop { $0 == " " }.reversed())
  }
}
