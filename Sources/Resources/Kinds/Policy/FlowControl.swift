import Simulation
import Tree

/// Which requests the API server counts as one flow, and their level.
public struct FlowSchema: Kind {
  public var spec: Value = .emptyObject
  public var status: Value = .emptyObject
  public var rest = Fields()
  public init() {}
  public static let resource = Resource(
    "flowcontrol.apiserver.k8s.io", "v1", "FlowSchema", plural: "flowschemas", namespaced: false,
    status: true)
  public static let schema = Schema<FlowSchema>(
    "FlowSchema", Text("Which requests make up a flow, and their level.", "哪些请求构成一个流，以及其级别。")
  ) {
    $0.field("spec", \.spec, "The requests and the level.", "请求与级别。")
    $0.field("status", \.status, "What is so.", "实际状态。")
  }
  public static let columns: [Column<FlowSchema>] = [
    .name,
    Column("PriorityLevel") { flow, _ in
      flow.spec["priorityLevelConfiguration"]?["name"]?.string ?? ""
    },
    Column("MatchingPrecedence") { flow, _ in String(flow.spec["matchingPrecedence"]?.int ?? 0) },
    Column("DistinguisherMethod") { flow, _ in
      flow.spec["distinguisherMethod"]?["type"]?.string ?? "<none>"
    },
    .age,
    Column("MissingPL") { flow, _ in
      flow.status["conditions"]?.array?.first { $0["type"]?.string == "Dangling" }?["status"]?
        .string
        ?? "?"
    },
  ]
  public func specDiffers(from old: Self) -> Bool { spec != old.spec }
}

/// How much of the API server's work a level may take.
public struct PriorityLevelConfiguration: Kind {
  public var spec: Value = .emptyObject
  public var status: Value = .emptyObject
  public var rest = Fields()
  public init() {}
  public static let resource = Resource(
    "flowcontrol.apiserver.k8s.io", "v1", "PriorityLevelConfiguration",
    plural: "prioritylevelconfigurations", namespaced: false, status: true)
  public static let schema = Schema<PriorityLevelConfiguration>(
    "PriorityLevelConfiguration",
    Text("How much of the API server a level may take.", "某级别可占用 API 服务器多少处理能力。")
  ) {
    $0.field("spec", \.spec, "Shares and queues.", "份额与队列。")
    $0.field("status", \.status, "What is so.", "实际状态。")
  }
  public static let columns: [Column<PriorityLevelConfiguration>] = [
    .name,
    Column("Type") { level, _ in level.spec["type"]?.string ?? "" },
    Column("NominalConcurrencyShares") { level, _ in
      level.body.limited(["nominalConcurrencyShares"])
    },
    Column("Queues") { level, _ in level.body.limited(["limitResponse", "queuing", "queues"]) },
    Column("HandSize") { level, _ in level.body.limited(["limitResponse", "queuing", "handSize"]) },
    Column("QueueLengthLimit") { level, _ in
      level.body.limited(["limitResponse", "queuing", "queueLengthLimit"])
    },
    .age,
  ]
  private func limited(_ path: [String]) -> String {
    spec[["limited"] + path]?.int.map { String($0) } ?? "<none>"
  }
  public func specDiffers(from old: Self) -> Bool { spec != old.spec }
}
