import Simulation
import Tree

/// A note that a component leaves about an object; kept for an hour.
@dynamicMemberLookup
public struct ClusterEvent: Kind {
  public struct Contents: Hashable, Sendable {
    public var involvedObject = ObjectReference()
    public var reason = ""
    public var message = ""
    public var source = EventSource()
    public var firstTimestamp: Time?
    public var lastTimestamp: Time?
    public var count: Int32 = 0
    public var type = ""
    public var eventTime: MicroTime?
    public var action = ""
    public var reportingComponent = ""
    public var reportingInstance = ""

    init() {}

    fileprivate mutating func tell(
      about object: any Record, fieldPath: String, reason: String, message: String, type: String,
      at time: Time, from component: String, host: String
    ) {
      involvedObject.name(object)
      involvedObject.fieldPath = fieldPath
      self.reason = reason
      self.message = message
      self.type = type
      source.component = component
      source.host = host
      reportingComponent = component
      reportingInstance = host
      firstTimestamp = time
      lastTimestamp = time
      count = 1
    }
  }

  /// Behind one reference: of all objects these are most, and each is passed on several times.
  private var contents: Shared<Contents>
  public var rest = Fields()

  public subscript<Part>(dynamicMember path: WritableKeyPath<Contents, Part>) -> Part {
    get { contents.wrappedValue[keyPath: path] }
    set { contents.wrappedValue[keyPath: path] = newValue }
  }

  public init() { contents = Shared(wrappedValue: Contents()) }

  /// What a recorder writes the first time, all at once.
  public init(
    about object: any Record, fieldPath: String = "", reason: String, message: String,
    type: String, at time: Time, from component: String, host: String
  ) {
    contents = Shared(wrappedValue: Contents())
    // In place: what is made first and put there then is copied on the way.
    contents.wrappedValue.tell(
      about: object, fieldPath: fieldPath, reason: reason, message: message, type: type, at: time,
      from: component, host: host)
  }

  public static let resource = Resource("", "v1", "Event", plural: "events", short: ["ev"])
  public static let isPlain = true
  public static let schema = Schema<ClusterEvent>(
    "Event",
    Text("A note that a component leaves about an object; kept for an hour.", "组件为对象留下的记录；保留一小时。")
  ) {
    $0.field(
      "involvedObject", \.involvedObject, "The object that it is about.", "所涉及的对象。", always: true)
    $0.field("reason", \.reason, "One word for what happened.", "用一个词概括发生的事。")
    $0.field("message", \.message, "What happened, for people.", "供人阅读的说明。")
    $0.field("source", \.source, "The component that saw it.", "报告者。", always: true)
    $0.field(
      "firstTimestamp", \.firstTimestamp, "When it was first seen.", "首次发生的时间。", always: true)
    $0.field("lastTimestamp", \.lastTimestamp, "When it was last seen.", "最近发生的时间。", always: true)
    $0.field("count", \.count, "How often it was seen.", "发生的次数。")
    $0.field("type", \.type, "Normal or Warning.", "Normal 或 Warning。")
    $0.field("eventTime", \.eventTime, always: true)
    $0.kept("series", .any)
    $0.field("action", \.action)
    $0.kept("related", ObjectReference.shape)
    $0.field(
      "reportingComponent", \.reportingComponent, "The component that saw it.", "报告者。", always: true
    )
    $0.field("reportingInstance", \.reportingInstance, always: true)
  }

  public static let selectableFields = [
    "involvedObject.kind", "involvedObject.namespace", "involvedObject.name", "involvedObject.uid",
    "involvedObject.apiVersion", "involvedObject.resourceVersion", "involvedObject.fieldPath",
    "reason", "reportingComponent", "source", "type",
  ]

  public func selectableField(_ path: String) -> String? {
    switch path {
    case "involvedObject.kind": self.involvedObject.kind
    case "involvedObject.namespace": self.involvedObject.namespace
    case "involvedObject.name": self.involvedObject.name
    case "involvedObject.uid": self.involvedObject.uid
    case "involvedObject.apiVersion": self.involvedObject.apiVersion
    case "involvedObject.resourceVersion": self.involvedObject.resourceVersion
    case "involvedObject.fieldPath": self.involvedObject.fieldPath
    case "reason": self.reason
    case "reportingComponent": self.reportingComponent
    case "source": self.source.component.isEmpty ? self.reportingComponent : self.source.component
    case "type": self.type
    default: nil
    }
  }

  public static let columns: [Column<ClusterEvent>] = [
    Column("Last Seen") { event, now in event.body.lastSeen(now) },
    Column("Type") { event, _ in event.type },
    Column("Reason") { event, _ in event.reason },
    Column("Object") { event, _ in
      event.involvedObject.kind.lowercased() + "/" + event.involvedObject.name
    },
    Column("Subobject", wide: true) { event, _ in event.involvedObject.fieldPath },
    Column("Source", wide: true) { event, _ in event.body.sourceText },
    Column("Message") { event, _ in event.message },
    Column("First Seen", wide: true) { event, now in elapsed(since: event.body.firstMoment, now) },
    Column("Count", wide: true) { event, _ in String(max(1, event.body.count)) },
    Column("Name", wide: true) { event, _ in event.metadata.name },
  ]

  private var firstMoment: Time? {
    self.firstTimestamp ?? self.eventTime.map { Time(unixSeconds: $0.unixMicroseconds / 1_000_000) }
  }
  private func lastSeen(_ now: Instant) -> String {
    elapsed(since: self.lastTimestamp ?? firstMoment, now)
  }
  private var sourceText: String {
    let component = self.source.component.isEmpty ? self.reportingComponent : self.source.component
    return self.source.host.isEmpty ? component : component + ", " + self.source.host
  }
}

/// The component and machine that an event comes from.
public struct EventSource: Modeled {
  public var component = ""
  public var host = ""
  public var rest = Fields()
  public init() {}
  public static let schema = Schema<EventSource>("EventSource") {
    $0.field("component", \.component, "The component.", "组件。")
    $0.field("host", \.host, "The machine.", "机器。")
  }
}

/// Who holds something for how long: a node's heartbeat, or the leader of a component.
public struct Lease: Kind {
  public var spec = LeaseSpec()
  public var rest = Fields()
  public init() {}
  public static let resource = Resource(
    "coordination.k8s.io", "v1", "Lease", plural: "leases")
  public static let schema = Schema<Lease>(
    "Lease",
    Text(
      "Who holds something for how long: a node's heartbeat, or the leader of a component.",
      "谁在多长时间内持有某物：节点的心跳，或组件的领导者。")
  ) {
    $0.field("spec", \.spec, "Holder and times.", "持有者与时间。", always: true)
  }
  public static let columns: [Column<Lease>] = [
    .name, Column("Holder") { lease, _ in lease.spec.holderIdentity ?? "" }, .age,
  ]
}

/// Holder and times of a Lease.
public struct LeaseSpec: Modeled {
  public var holderIdentity: String?
  /// Seconds.
  public var leaseDurationSeconds: Int32?
  public var acquireTime: MicroTime?
  public var renewTime: MicroTime?
  public var leaseTransitions: Int32?
  public var rest = Fields()
  public init() {}
  public static let schema = Schema<LeaseSpec>("LeaseSpec") {
    $0.field("holderIdentity", \.holderIdentity, "Who holds it.", "持有者。")
    $0.field(
      "leaseDurationSeconds", \.leaseDurationSeconds, "For how long after the last renewal.",
      "最近一次续约之后的有效秒数。")
    $0.field("acquireTime", \.acquireTime, "Since when.", "取得时间。")
    $0.field("renewTime", \.renewTime, "When it was last renewed.", "最近一次续约的时间。")
    $0.field("leaseTransitions", \.leaseTransitions, "How often the holder changed.", "持有者变更的次数。")
    $0.kept("strategy", .string)
    $0.kept("preferredHolder", .string)
  }
}
