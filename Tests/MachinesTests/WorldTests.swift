import Foundation
import Testing
import Wire

@testable import Machines

/// What a larger world does with a fabric.
@Suite struct WorldTests {
  @Test func aWallStopsFrames() throws {
    var lab = Lab(Netlab.fabric(.hostGateway))
    let node = try #require(lab.fabric.machine(named: "node2"))
    let other = try #require(lab.fabric.machine(named: "node1"))
    lab.perform { $0.partition([node]) }
    #expect(!lab.fabric.reaches(node, other))
    #expect(lab.run(on: "pod1", ["ping", "-c", "1", "-W", "1", "10.244.2.3"]).status == 1)
    lab.perform { $0.heal() }
    lab.sleep(microseconds: 5_000_000)
    #expect(lab.run(on: "pod1", ["ping", "-c", "1", "-W", "2", "10.244.2.3"]).status == 0)
  }

  @Test func namesAreResolvedThroughTheNetwork() throws {
    var lab = Lab(Netlab.fabric(.vxlan))
    let server = try #require(lab.fabric.namespace(named: "pod4"))
    let client = try #require(lab.fabric.namespace(named: "pod1"))
    lab.perform { fabric in
      fabric.serve(
        Service("coredns") { request in
          guard let question = try? DNS.Message(parsing: request.bytes) else { return nil }
          let known = question.name == "web.default.svc.cluster.local"
          let reply = question.answer(
            known ? [IPv4Address(10, 244, 1, 3)] : [], code: known ? .noError : .nameError)
          return (reply.bytes, false)
        }, on: 53, kind: .udp, in: server)
      fabric.setFile(
        "/etc/resolv.conf",
        "search default.svc.cluster.local svc.cluster.local\nnameserver 10.244.2.3\noptions ndots:5\n",
        in: client)
    }
    let result = lab.run(on: "pod1", ["curl", "-s", "http://web:8080/"])
    #expect(result.text == "hi")
    #expect(
      lab.run(on: "pod1", ["curl", "-s", "-S", "http://nobody/"]).errors
        == "curl: (6) Could not resolve host: nobody\n")
  }

  @Test func aCopyIsASnapshot() {
    var lab = Lab(Netlab.fabric(.vxlan))
    let before = lab
    let first = lab.run(on: "pod1", ["ping", "-c", "2", "10.244.2.3"])
    var again = before
    let second = again.run(on: "pod1", ["ping", "-c", "2", "10.244.2.3"])
    #expect(first == second)
    #expect(lab.now == again.now)
  }

  @Test func callsFromOutsideAreAnswered() throws {
    var lab = Lab(Netlab.fabric(.vxlan))
    let pod = try #require(lab.fabric.namespace(named: "pod1"))
    let socket = try #require(
      lab.perform { fabric -> SocketID? in
        guard
          case .socket(let id)? = fabric.begin(
            .socket(.tcp, SocketOptions()), in: pod, for: .outside(1))
        else { return nil }
        return id
      })
    lab.perform { fabric in
      _ = fabric.begin(
        .connect(socket, IPv4Address(10, 244, 2, 3), 8080, timeout: 1_000_000), in: pod,
        for: .outside(1))
    }
    lab.settle()
    #expect(lab.answers.map(\.token) == [1])
  }

  @Test func aTraceNamesTablesAndEntries() throws {
    let fabric = Netlab.fabric(.vxlan)
    let pod = try #require(fabric.namespace(named: "pod1"))
    let trace = Trace.run(fabric, at: .zero, from: pod, to: IPv4Address(10, 244, 2, 3), .ping)
    let text = trace.text()
    #expect(trace.isAnswered)
    #expect(text.contains("route 10.244.2.0/24 via 10.244.2.0 dev flannel.1 onlink"))
    #expect(text.contains("fdb 0e:f1:a0:00:00:02 dst 192.168.56.12"))
    #expect(text.contains("TTL 64 to 63 by the kernel"))
  }

  @Test func manyNodesReachEachOther() throws {
    var lab = Lab(MachinesBenchmarks.cluster(nodes: 60, podsPerNode: 3))
    #expect(lab.run(on: "default/p3-1", ["ping", "-c", "1", "10.128.59.2"]).status == 0)
    #expect(lab.run(on: "node7", ["ip", "route"]).text.split(separator: "\n").count == 62)
  }
}

extension WorldTests {
  @Test func aLongStreamArrivesWhole() throws {
    var lab = Lab(Netlab.fabric(.udp))
    let server = try #require(lab.fabric.namespace(named: "pod4"))
    let tool = try #require(HostTools.find("nc"))
    let listener = lab.perform { fabric in
      fabric.start(tool, arguments: ["nc", "-l", "-p", "9000"], in: server)
    }
    let text = (0..<20_000).map { "line \($0)\n" }.joined()
    let result = lab.run(on: "pod1", ["nc", "-N", "-w", "5", "10.244.2.3", "9000"], input: text)
    #expect(result.status == 0)
    #expect(lab.fabric.processes[listener.number]?.output.text == text)
  }

  @Test func routesOfHostGatewayComeBack() throws {
    var fabric = Fabric(seed: 3)
    var out = FabricOutput()
    fabric.within(.zero, &out) { fabric in
      let lan = fabric.addUnderlay(CIDR(IPv4Address(192, 168, 1, 1), 24))
      for number in UInt8(1)...2 {
        let address = IPv4Address(192, 168, 1, 10 + number)
        let node = fabric.addNode("n\(number)", address: CIDR(address, 24), on: lan)
        let subnet = CIDR(IPv4Address(10, 244, number, 0), 24)
        fabric.announceLease(subnet, node: address, vtep: .zero)
        var flannel = FlannelNode(
          .hostGateway, network: CIDR(IPv4Address(10, 244, 0, 0), 16), subnet: subnet, vtep: .zero)
        flannel.repairsRoutes = true
        fabric.installFlannel(flannel, on: node)
      }
      for index in 1...2 { fabric.flanneldSees(on: MachineID(index)) }
    }
    var lab = Lab(fabric)
    lab.take(out.scheduled)
    let route = "10.244.2.0/24 via 192.168.1.12 dev eth0 \n"
    #expect(lab.run(on: "n1", ["ip", "route", "show", "10.244.2.0/24"]).text == route)
    #expect(lab.run(on: "n1", ["ip", "route", "del", "10.244.2.0/24"]).status == 0)
    #expect(lab.run(on: "n1", ["ip", "route", "show", "10.244.2.0/24"]).text.isEmpty)
    lab.sleep(microseconds: 11_000_000)
    #expect(lab.run(on: "n1", ["ip", "route", "show", "10.244.2.0/24"]).text == route)
  }
}

extension WorldTests {
  /// Entries that were learned from a question are checked after five seconds, by unicast.
  @Test func learnedNeighboursAreProbed() {
    var lab = Lab(Netlab.fabric(.vxlan))
    _ = lab.run(on: "pod1", ["ping", "-c", "1", "10.244.2.3"])
    lab.isRecording = true
    lab.sleep(microseconds: 8_000_000)
    let asked = lab.frames.filter { $0.direction == .outgoing }.compactMap { frame -> String? in
      guard let arp = try? ARP.View(frame.bytes, 14..<frame.bytes.count), arp.operation == 1,
        frame.place.hasSuffix("/cbr0") || frame.place.hasSuffix("/eth0")
      else { return nil }
      return "\(frame.place) \(frame.bytes.mac(at: 0)) \(arp.targetIP)"
    }
    #expect(
      asked.sorted() == [
        "node1/cbr0 0a:58:0a:f4:01:02 10.244.1.2", "node2/eth0 08:00:27:00:00:0b 192.168.56.11",
        "pod4/eth0 0a:58:0a:f4:02:01 10.244.2.1",
      ])
  }

  /// A neighbour that is gone: unicast probes, then rounds of three broadcasts.
  @Test func aGoneNeighbourIsNoticed() throws {
    var lab = Lab(Netlab.fabric(.vxlan))
    _ = lab.run(on: "pod1", ["ping", "-c", "1", "10.244.2.3"])
    let node = try #require(lab.fabric.machine(named: "node2"))
    lab.perform { $0.setPlugged(node, false) }
    lab.isRecording = true
    let result = lab.run(on: "pod1", ["ping", "-c", "60", "-q", "10.244.2.3"])
    #expect(result.status == 1)
    let probes = lab.frames.filter { $0.place == "node1/eth0" }.compactMap { frame -> Bool? in
      frame.bytes.number16(at: 12) == Ethernet.arp ? frame.bytes.mac(at: 0).isBroadcast : nil
    }
    #expect(probes.prefix(4) == [false, false, false, true])
    #expect(!result.text.contains("errors"))
  }
}
