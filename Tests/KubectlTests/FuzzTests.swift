import Cluster
import Console
import Foundation
import Mutations
import Resources
import Simulation
import Testing

@testable import Kubectl

/// Lines of the recordings, changed at random, and lines that a small grammar makes.
@Suite struct KubectlFuzzTests {
  private static let count =
    ProcessInfo.processInfo.environment["RUNS"].flatMap { Int($0) } ?? 20_000

  private static let seeds: [String] = {
    let url = KubectlScenarioTests.folder.deletingLastPathComponent()
      .appendingPathComponent("Fixtures/lines.txt")
    let text = (try? String(contentsOf: url, encoding: .utf8)) ?? ""
    return text.split(separator: "\n").map(String.init)
      .filter { $0.hasPrefix("kubectl ") && !$0.contains("&&") && !$0.contains("|") }
  }()

  /// Ends within its events, and where it is refused nothing has changed.
  @Test func lines() {
    var base = Console(.standard)
    for line in [
      "kubectl create deployment web --image=nginx:1.27 --replicas=2",
      "kubectl expose deployment web --port=80",
      "kubectl run nginx --image=nginx:1.27",
      "kubectl create configmap settings --from-literal=a=b",
    ] {
      _ = base.run(line, readFile: KubectlScenarioTests.read)
    }
    var random = Random(seed: 7)
    for run in 0..<Self.count {
      let line = Self.line(&random)
      let before = base.world
      guard let end = Self.run(line, in: before) else {
        Issue.record("run \(run) does not end: \(line)")
        continue
      }
      // A line of several commands may have done a part of what it wants.
      let isOne = !line.contains { "|;&<>`$\n".contains($0) }
      if isOne, end.process.exitStatus != 0, end.process.text(.output).isEmpty {
        let change = Self.changes(end.world, since: before)
        #expect(change.isEmpty, "run \(run) was refused and yet changed \(change): \(line)")
      }
    }
  }

  /// nil when the line goes on for ever.
  private static func run(
    _ line: String, in world: World
  ) -> (world: World, process: Cluster.Process)? {
    var world = world
    let pid = world.start(Process(line: line, context: ProcessContext()))
    for _ in 0..<200_000 {
      guard let process = world.process(pid) else { return nil }
      if !process.isRunning { return (world, process) }
      if let path = process.wantedFile {
        let found = KubectlScenarioTests.read(path)
        world.supply(file: path, found.text, problem: found.problem)
      } else if world.isWatching(pid), world.isSettled, !world.hasDeadline(of: pid) {
        world.kill(pid, cause: nil)
      } else if world.step() == nil {
        return nil
      }
    }
    return nil
  }

  /// Objects that were written, without what repeats by itself.
  private static func changes(_ world: World, since before: World) -> [String] {
    let noise = [Catalog.leases, Catalog.events, Catalog.nodes]
    let history = world.api.store.history
    return (before.api.store.history.count..<history.count).map { history[$0] }
      .filter { !noise.contains($0.kind) }
      .map { "\($0.record.resource.kind) \($0.key.text)" }
  }

  private static func line(_ random: inout Random) -> String {
    switch random.below(4) {
    case 0: return grammar(&random)
    case 1:
      var words = seeds[random.below(seeds.count)].split(separator: " ").map(String.init)
      let other = seeds[random.below(seeds.count)].split(separator: " ").map(String.init)
      for _ in 0...random.below(3) where words.count > 1 {
        let place = 1 + random.below(words.count - 1)
        switch random.below(3) {
        case 0: words.remove(at: place)
        case 1: words.insert(other[random.below(other.count)], at: place)
        default: words[place] = other[random.below(other.count)]
        }
      }
      return words.joined(separator: " ")
    default:
      let bytes = mutations(of: seeds, count: 1, &random)[0]
      let text = String(decoding: bytes, as: UTF8.self)
      return text.hasPrefix("kubectl ") ? text : "kubectl " + text.dropFirst(8)
    }
  }

  private static func grammar(_ random: inout Random) -> String {
    func one(_ words: [String]) -> String { words[random.below(words.count)] }
    let verbs = Kubectl.verbs.map { $0.path.joined(separator: " ") }
    var line = "kubectl " + one(verbs)
    let kinds =
      Catalog.builtIn.map(\.resource.plural) + ["all", "po", "deploy", "nosuch", "pods,svc"]
    for _ in 0..<random.below(4) {
      line +=
        " "
        + one([
          one(kinds), "\(one(kinds))/\(one(["nginx", "web", "x"]))",
          one(["nginx", "web", "settings"]),
          "-A", "-w", "--watch=false", "-l", "app=web", "-o", "-o=yaml", "-ojson", "-o wide",
          "-o name",
          "--sort-by=.metadata.name", "-o jsonpath={.items[*].metadata.name}",
          "-o go-template={{.kind}}", "--show-labels", "-n", "kube-system", "--all", "--",
          "--dry-run=client", "--dry-run=server", "--replicas=1", "--image=nginx", "--for=delete",
          "--timeout=1s", "-f", "pod.yaml", "a=b", "a-", "--tail=2", "-c", "--as=bob", "'", "\"",
          "--help", "--field-selector=status.phase=Running", "--previous", "--recursive",
        ])
    }
    return line
  }
}
