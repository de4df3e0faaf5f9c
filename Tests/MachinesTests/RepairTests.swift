import Testing

@testable import Machines

/// What somebody has changed by hand, and what puts it right again; as measured on Linux 6.18.
@Suite struct RepairTests {
  private static func lines(_ lab: inout Lab, _ host: String, _ line: String) -> [String] {
    let words = line.split(separator: " ").map(String.init)
    return lab.run(on: host, words).text.split(separator: "\n").map {
      $0.split(separator: " ").joined(separator: " ")
    }
  }

  @Test func theLastAddressTakesRoutesAndNeighbours() {
    var lab = Lab(Netlab.fabric(.vxlan))
    _ = lab.run(on: "pod2", ["ping", "-c", "1", "10.244.1.2"])
    #expect(!Self.lines(&lab, "pod2", "ip neigh").isEmpty)
    _ = lab.run(on: "pod2", ["ip", "addr", "del", "10.244.1.3/24", "dev", "eth0"])
    #expect(Self.lines(&lab, "pod2", "ip route").isEmpty)
    #expect(Self.lines(&lab, "pod2", "ip neigh").isEmpty)
    _ = lab.run(on: "pod2", ["ip", "addr", "add", "10.244.1.3/24", "dev", "eth0"])
    #expect(
      Self.lines(&lab, "pod2", "ip route") == [
        "10.244.1.0/24 dev eth0 proto kernel scope link src 10.244.1.3"
      ])
  }

  @Test func aSecondaryAddressLeavesTheConnectedRoute() {
    var lab = Lab(Netlab.fabric(.vxlan))
    let before = Self.lines(&lab, "node1", "ip route")
    _ = lab.run(on: "node1", ["ip", "addr", "add", "10.244.1.9/24", "dev", "cbr0"])
    _ = lab.run(on: "node1", ["ip", "addr", "del", "10.244.1.9/24", "dev", "cbr0"])
    #expect(Self.lines(&lab, "node1", "ip route") == before)
    _ = lab.run(on: "node1", ["ip", "addr", "add", "10.244.1.9/24", "dev", "cbr0"])
    _ = lab.run(on: "node1", ["ip", "addr", "del", "10.244.1.1/24", "dev", "cbr0"])
    #expect(!Self.lines(&lab, "node1", "ip addr show cbr0").contains { $0.hasPrefix("inet") })
  }

  @Test func aDeletedEntryDoesNotComeBackByItself() throws {
    var lab = Lab(Netlab.fabric(.vxlan))
    let entry = ["0e:f1:a0:00:00:02", "dev", "flannel.1"]
    let wrong = ["dst", "192.168.56.99"]
    _ = lab.run(on: "node1", ["bridge", "fdb", "replace"] + entry + wrong)
    #expect(
      Self.lines(&lab, "node1", "bridge fdb show dev flannel.1") == [
        "0e:f1:a0:00:00:02 dst 192.168.56.99 self permanent"
      ])
    _ = lab.run(on: "node1", ["bridge", "fdb", "del"] + entry)
    #expect(Self.lines(&lab, "node1", "bridge fdb show dev flannel.1").isEmpty)
    _ = lab.run(on: "node1", ["ip", "route", "del", "10.244.2.0/24"])
    let node = try #require(lab.fabric.machine(named: "node1"))
    lab.perform { $0.stopUnit("flanneld", on: node) }
    lab.perform { $0.startUnit("flanneld", on: node) }
    #expect(
      Self.lines(&lab, "node1", "bridge fdb show dev flannel.1") == [
        "0e:f1:a0:00:00:02 dst 192.168.56.12 self permanent"
      ])
    #expect(lab.run(on: "pod1", ["ping", "-c", "1", "-W", "2", "10.244.2.3"]).status == 0)
    #expect(lab.fabric.flannelTable(on: node)?.map(\.node.description) == ["192.168.56.12"])
  }
}
