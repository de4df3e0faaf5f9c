import Cluster
import Console
import Machines
import Resources
import Simulation
import Testing
import Wire

/// The byte network of a cluster keeps to what the API server says of its pods, whatever comes and goes.
@Suite struct ClusterNetworkTests {
  private static func run(_ line: String, _ console: inout Console) -> String {
    console.run(line) { _ in (nil, "no such file") }.out
  }

  /// What is wrong with a frame: a layer that is malformed, or a sum that does not hold.
  private static func problem(_ frame: FrameObservation) -> String? {
    let found = Dissection(frame.bytes, link: frame.link)
    for layer in found.layers {
      for field in layer.fields where field.value.hasSuffix("wrong") {
        return "\(frame.host)/\(frame.device): \(layer.name) \(field.name) \(field.value)"
      }
    }
    return found.problem.map { "\(frame.host)/\(frame.device): \($0)" }
  }

  private struct Listed {
    let name: String
    let address: String
    let node: String
  }

  private static func pods(_ console: inout Console) -> [Listed] {
    run("kubectl get pods --no-headers -o wide", &console).split(separator: "\n").compactMap {
      let words = $0.split(separator: " ").map(String.init)
      guard words.count > 6, words[2] == "Running", let at = words.firstIndex(where: isAddress)
      else { return nil }
      return Listed(name: words[0], address: words[at], node: words[at + 1])
    }
  }

  private static func isAddress(_ word: String) -> Bool { IPv4Address(parsing: word) != nil }

  @Test(arguments: [1, 2, 3, 4] as [UInt64]) func addressesFollowThePods(_ seed: UInt64) throws {
    var random = Random(seed: seed)
    let setup = seed % 2 == 0 ? try #require(Worlds.named("kubeadm")) : .standard
    var console = Console(setup)
    _ = Self.run("capture start c.pcapng", &console)
    var made = 0
    for _ in 0..<14 {
      let there = Self.pods(&console)
      switch random.below(5) {
      case 0, 1:
        made += 1
        _ = Self.run("kubectl run p\(made) --image=nginx:1.27", &console)
      case 2:
        made += 1
        let overrides = #"{"spec":{"hostNetwork":true}}"#
        _ = Self.run(
          "kubectl run h\(made) --image=busybox:1.36 --overrides='\(overrides)' -- sleep 9999",
          &console)
      default:
        guard !there.isEmpty else { continue }
        let victim = there[random.below(there.count)].name
        let force = random.below(2) == 0 ? " --grace-period=0 --force" : " --now"
        _ = Self.run("kubectl delete pod \(victim)\(force)", &console)
      }
      try check(&console)
    }
    let pods = Self.pods(&console)
    if let first = pods.first, let last = pods.last {
      _ = Self.run("on default/\(first.name) ping -c 1 -W 1 \(last.address)", &console)
      _ = Self.run("on default/\(first.name) curl -s -m 1 http://\(last.address)/", &console)
      _ = Self.run("on default/\(first.name) traceroute -n -q 1 -w 1 \(last.address)", &console)
    }
    let frames = try #require(console.world.network?.frames)
    #expect(frames.count > 0)
    #expect(frames.lazy.compactMap(Self.problem).prefix(3).map { $0 } == [])
  }

  private func check(_ console: inout Console) throws {
    let pods = Self.pods(&console)
    for pod in pods {
      let shown = Self.run("on default/\(pod.name) ip -br addr", &console)
      // The nodes of the standard world go by loopback addresses.
      guard !pod.address.hasPrefix("127.") else { continue }
      #expect(shown.contains(" \(pod.address)/24"), "\(pod.name) \(pod.address): \(shown)")
    }
    let own = pods.filter { !$0.name.hasPrefix("h") }
    for node in console.world.kubelets.names {
      let links = Self.run("on node/\(node) ip -br link show type veth", &console)
        .split(separator: "\n").filter { $0.hasPrefix("veth") }.count
      let system = Self.run(
        "kubectl get pods -A --no-headers --field-selector spec.nodeName=\(node) "
          + "-l k8s-app=kube-dns", &console)
      let expected =
        own.filter { $0.node == node }.count
        + system.split(separator: "\n").filter { $0.contains("Running") }.count
      #expect(links == expected, "\(node)")
    }
  }
}
