import Resources
import Testing

@testable import Cluster

@Suite("The scheduler's plugins")
struct PluginTests {
  /// One cluster, one pod and what becomes of it.
  struct Row: Sendable, CustomTestStringConvertible {
    let name: String
    var nodes = [Sample.node("a")]
    var pods: [Object<Pod>] = []
    let pod: Object<Pod>
    /// The nodes that will do, or the message.
    let outcome: String

    var testDescription: String { name }
  }

  private static let near = """
    "affinity":{"podAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":[
    {"topologyKey":"zone","labelSelector":{"matchLabels":{"app":"db"}}}]}}
    """
  private static let away = near.replacing("podAffinity", with: "podAntiAffinity")
  private static let nearSelf = near.replacing("\"db\"", with: "\"web\"")
  private static let spread = """
    "topologySpreadConstraints":[{"maxSkew":1,"topologyKey":"zone","minDomains":3,
    "whenUnsatisfiable":"DoNotSchedule","labelSelector":{"matchLabels":{"app":"web"}}}]
    """
  private static let zones = [
    Sample.node("a", labels: [("zone", "1")]), Sample.node("b", labels: [("zone", "2")]),
  ]
  private static let port = """
    "containers":[{"name":"c","image":"nginx","ports":[{"containerPort":80,"hostPort":80}]}]
    """

  static let rows = [
    Row(name: "room", pod: Sample.pod("p"), outcome: "a"),
    Row(
      name: "no room", pod: Sample.pod("p", cpu: "5"),
      outcome: "0/1 nodes are available: 1 Insufficient cpu."),
    Row(
      name: "full", nodes: [Sample.node("a", pods: 1)], pods: [Sample.pod("o", on: "a")],
      pod: Sample.pod("p"), outcome: "0/1 nodes are available: 1 Too many pods."),
    Row(
      name: "cordoned", nodes: [Sample.node("a", spec: "{\"unschedulable\":true}")],
      pod: Sample.pod("p"), outcome: "0/1 nodes are available: 1 node(s) were unschedulable."),
    Row(
      name: "near", nodes: zones,
      pods: [Sample.pod("o", labels: [("app", "db")], on: "b")],
      pod: Sample.pod("p", spec: near), outcome: "b"),
    Row(
      name: "near nobody", nodes: zones, pod: Sample.pod("p", spec: near),
      outcome: "0/2 nodes are available: 2 node(s) didn't match pod affinity rules."),
    Row(
      name: "near itself", nodes: zones, pod: Sample.pod("p", spec: nearSelf), outcome: "a b"),
    Row(
      name: "away", nodes: zones,
      pods: [Sample.pod("o", labels: [("app", "db")], on: "b")],
      pod: Sample.pod("p", spec: away), outcome: "a"),
    Row(
      name: "unwelcome", nodes: [zones[1]],
      pods: [Sample.pod("o", on: "b", spec: away)],
      pod: Sample.pod("p", labels: [("app", "db")]),
      outcome:
        "0/1 nodes are available: 1 node(s) didn't satisfy existing pods anti-affinity rules."),
    Row(
      name: "too few domains", nodes: zones, pods: [Sample.pod("o", on: "a")],
      pod: Sample.pod("p", spec: spread), outcome: "b"),
    Row(
      name: "no label", nodes: [Sample.node("a")], pod: Sample.pod("p", spec: spread),
      outcome:
        "0/1 nodes are available: 1 node(s) didn't match pod topology spread constraints (missing required label)."
    ),
    Row(
      name: "port taken", pods: [Sample.pod("o", on: "a", spec: port)],
      pod: Sample.pod("p", spec: port),
      outcome:
        "0/1 nodes are available: 1 node(s) didn't have free ports for the requested pod ports."),
    Row(
      name: "no claim",
      pod: Sample.pod(
        "p",
        spec: "\"volumes\":[{\"name\":\"v\",\"persistentVolumeClaim\":{\"claimName\":\"data\"}}]"),
      outcome: "0/1 nodes are available: persistentvolumeclaim \"data\" not found."),
    Row(
      name: "no nodes", nodes: [], pod: Sample.pod("p"),
      outcome: "no nodes available to schedule pods"),
  ]

  @Test("have a pod where it may be", arguments: rows)
  func outcome(row: Row) {
    let verdict = Scheduler.verdict(of: row.pod, nodes: row.nodes, pods: row.pods)
    let feasible = verdict.feasible.sorted().joined(separator: " ")
    #expect((feasible.isEmpty ? verdict.message : feasible) == row.outcome)
  }

  @Test("count a sidecar beside init containers")
  func sidecars() {
    let spec = """
      "initContainers":[
      {"name":"s","image":"x","restartPolicy":"Always","resources":{"requests":{"cpu":"1"}}},
      {"name":"i","image":"x","resources":{"requests":{"cpu":"3"}}}],"overhead":{"cpu":"250m"}
      """
    let demand = PodDemand(Sample.pod("p", cpu: "500m", spec: spec)).content
    #expect(demand.requests.cpu == 4250)
  }
}
