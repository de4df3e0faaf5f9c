import Cluster
import Console
import Foundation
import Resources
import Testing

/// The network at the prompt: scenarios as text (`REWRITE=1 swift test` writes them anew), captures, time.
@Suite struct PromptTests {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Scenarios")
  static let files = ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [])
    .filter { $0.hasSuffix(".txt") }.sorted()

  static func play(_ text: String) -> String {
    let words = text.split(separator: "\n").first?.split(separator: " ").map(String.init) ?? []
    let world = words.count > 1 ? Worlds.named(words[1]) : nil
    var console = Console(
      world ?? .standard, language: words.contains("zh-Hans") ? .chinese : .english)
    console.isAccessible = words.contains("accessible")
    var result = ""
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("#") { result += line + "\n" }
      guard line.hasPrefix("$") else { continue }
      let outcome = console.run(String(line.dropFirst(2))) { _ in (nil, "no such file") }
      result += line + "\n" + outcome.out + outcome.err
      if outcome.exit != 0 { result += "[exit \(outcome.exit)]\n" }
      result += "\n"
    }
    return result
  }

  @Test(arguments: files) func scenario(_ file: String) throws {
    let url = Self.folder.appendingPathComponent(file)
    let text = try String(contentsOf: url, encoding: .utf8)
    let found = Self.play(text)
    if ProcessInfo.processInfo.environment["REWRITE"] == "1" {
      try found.write(to: url, atomically: true, encoding: .utf8)
    } else {
      #expect(found == text)
    }
  }

  private static func run(_ line: String, _ console: inout Console) -> Outcome {
    console.run(line) { _ in (nil, "no such file") }
  }

  @Test(arguments: [Language.english, .chinese]) func capturesBytes(_ language: Language) throws {
    var console = Console(try #require(Worlds.named("netlab-vxlan")), language: language)
    let outcome = Self.run("capture a.pcapng on pod1 ping -c 1 10.244.2.3", &console)
    #expect(outcome.exit == 0)
    let files = console.drainFiles()
    #expect(files.map(\.path) == ["a.pcapng"])
    let bytes = try #require(files.first?.bytes)
    #expect(Array(bytes.prefix(4)) == [0x0A, 0x0D, 0x0D, 0x0A])
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(text.contains("pod1/eth0") && text.contains("node2/flannel.1"))
    #expect(text.contains(language == .english ? "wrapped in VXLAN" : "封装成 VXLAN"))
    #expect(console.drainFiles().isEmpty)
  }

  @Test func goesBackOverChanges() throws {
    var console = Console(try #require(Worlds.named("netlab-vxlan")))
    let before = console.digest()
    let routes = Self.run("on node1 ip route", &console).out
    _ = Self.run("on node1 ip route del 10.244.2.0/24", &console)
    #expect(Self.run("on node1 ip route", &console).out != routes)
    #expect(console.digest() != before)
    _ = Self.run("undo", &console)
    _ = Self.run("undo", &console)
    #expect(console.digest() == before)
    #expect(Self.run("on node1 ip route", &console).out == routes)
  }

  @Test func interruptedPingSaysItsLastWords() throws {
    var console = Console(try #require(Worlds.named("netlab-vxlan")))
    console.submit("on pod1 ping 10.244.2.3")
    _ = console.advance(events: 60)
    console.interrupt()
    let text = console.drain().map(\.text).joined()
    #expect(text.contains("--- 10.244.2.3 ping statistics ---"))
    #expect(console.isIdle)
  }

  /// A cluster that nobody looks into has no machines, and one that is looked into keeps up with its pods.
  @Test func clustersAreBuiltWhenLookedAt() throws {
    var console = Console(.standard)
    _ = Self.run("kubectl create deployment web --image=nginx --replicas=3", &console)
    #expect(console.world.network == nil)
    _ = Self.run("kubectl run cli --image=busybox --restart=Never -- sleep 3600", &console)
    let address = Self.run("kubectl get pod cli -o jsonpath={.status.podIP}", &console).out
    #expect(Self.run("on cli ip -br addr", &console).out.contains("\(address)/24"))
    for word in Self.run(
      "kubectl get pods -l app=web -o jsonpath={.items[*].status.podIP}", &console
    )
    .out.split(separator: " ") {
      #expect(
        Self.run("kubectl exec cli -- curl -s \(word)", &console).out.contains("Welcome to nginx"))
    }
    let pods = Self.run(
      "kubectl get pods -l app=web -o jsonpath={.items[*].metadata.name}", &console
    )
    .out.split(separator: " ")
    _ = Self.run("kubectl delete deployment web", &console)
    _ = Self.run("sleep 60", &console)
    for pod in pods { #expect(Self.run("on default/\(pod) hostname", &console).exit == 255) }
    #expect(console.world.network?.fabric.namespace(named: "default/cli") != nil)
  }
}
