import Foundation
import Testing

@testable import Machines

/// Tools against what the real ones printed.
@Suite struct ToolTests {
  static func fixture(_ name: String) throws -> String {
    let folder = try #require(Scenario.folder)
    return try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
  }

  /// The laboratory's state as iproute2 showed it: `##### HOST`, `--- HOST$ COMMAND`, output.
  @Test(arguments: ["udp", "vxlan", "host-gw"]) func showsTheLaboratory(_ backend: String) throws {
    var lab = Lab(Netlab.fabric(try #require(FlannelBackend(rawValue: backend))))
    var commands: [(host: String, line: String, output: [String])] = []
    for line in try Self.fixture("state/\(backend)-ping-remote-before.txt").split(
      separator: "\n", omittingEmptySubsequences: false)
    {
      if line.hasPrefix("#####") { continue }
      if line.hasPrefix("--- ") {
        let parts = line.dropFirst(4).split(separator: "$", maxSplits: 1)
        commands.append((String(parts[0]), String(parts[1].dropFirst()), []))
      } else if !line.isEmpty {
        commands[commands.count - 1].output.append(Self.steady(String(line)))
      }
    }
    #expect(commands.count > 20)
    for (host, line, output) in commands {
      let result = lab.run(on: host, Scenario.split(line))
      var mine = result.text.split(separator: "\n").map { Self.steady(String($0)) }
      var wanted = output
      if line.hasPrefix("bridge fdb") {
        // Group addresses that the lessons do not show.
        wanted = wanted.filter { !$0.hasPrefix("33:33") && !$0.hasPrefix("01:00:5e") }.sorted()
        mine = mine.filter { !$0.hasPrefix("33:33") && !$0.hasPrefix("01:00:5e") }.sorted()
      }
      #expect(mine == wanted, "\(host)$ \(line)")
    }
  }

  /// Without timers, and without the blanks at the end that the recording has lost.
  private static func steady(_ line: String) -> String {
    let plain = line.replacingOccurrences(
      of: "(gc_timer|forward_delay_timer|hold_timer) +[0-9.]+", with: "$1",
      options: .regularExpression)
    return plain.replacingOccurrences(of: " +$", with: "", options: .regularExpression)
  }

  @Test(arguments: [
    ("real-iptables-save.txt", "iptables-save"),
    ("real-iptables-list.txt", "iptables -t nat -L -n -v"),
    ("real-iptables-exact.txt", "iptables -t nat -L KUBE-SVC-CDGGSHYLG3RE2FKL -n -v -x"),
    ("real-iptables-plain.txt", "iptables -L -n"),
    ("real-iptables-rules.txt", "iptables -t nat -S"),
    ("real-iptables-numbers.txt", "iptables -L INPUT -n -v --line-numbers"),
  ]) func listsRules(_ file: String, _ line: String) throws {
    var lab = Lab(Netlab.fabric(.vxlan))
    let restored = lab.run(
      on: "node1", ["iptables-restore", "--noflush"], input: try Self.fixture("kp-rules.txt"))
    #expect(restored.status == 0)
    let mine = lab.run(on: "node1", Scenario.split(line)).text
    let wanted = try Self.fixture(file)
    for (left, right) in zip(
      mine.split(separator: "\n", omittingEmptySubsequences: false),
      wanted.split(separator: "\n", omittingEmptySubsequences: false)) where !left.hasPrefix("# ")
    {
      #expect(left == right)
    }
    #expect(mine.split(separator: "\n").count == wanted.split(separator: "\n").count)
  }

  @Test func podStartAnnouncesItself() throws {
    var lab = Lab(Netlab.fabric(.vxlan))
    lab.isRecording = true
    for line in [
      "ip link set eth0 down", "ip link set eth0 up", "ip link set eth0 address 0a:58:0a:f4:01:02",
    ] {
      _ = lab.run(on: "pod1", Scenario.split(line))
    }
    let places = lab.frames.map { "\($0.place) \($0.direction.rawValue)" }
    #expect(
      places == [
        "node1/veth0 in", "pod1/eth0 out", "node1/veth0 in", "node1/cbr0 in", "node1/veth1 out",
        "pod2/eth0 in",
      ])
  }
}

extension ToolTests {
  @Test func tcpdumpWatches() throws {
    var lab = Lab(Netlab.fabric(.vxlan))
    let node = try #require(lab.fabric.namespace(named: "node1"))
    let tool = try #require(HostTools.find("tcpdump"))
    let process = lab.perform { fabric in
      fabric.start(
        tool, arguments: ["tcpdump", "-n", "-e", "-i", "any", "-t", "icmp"], in: node)
    }
    _ = lab.run(on: "pod1", ["ping", "-c", "1", "10.244.2.3"])
    lab.perform { $0.interrupt(process) }
    lab.settle()
    let output = try #require(lab.fabric.processes[process.number]?.output)
    let lines = output.text.split(separator: "\n").map(String.init)
    #expect(lines.count == 6)
    #expect(
      lines.first?.hasPrefix(
        "veth0 P   ifindex 4 0a:58:0a:f4:01:02 ethertype IPv4 (0x0800), length 104: 10.244.1.2 > 10.244.2.3: ICMP echo request"
      ) == true)
    #expect(
      output.errors.hasSuffix(
        "\n6 packets captured\n6 packets received by filter\n0 packets dropped by kernel\n"))
  }
}
