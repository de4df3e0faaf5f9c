import Tree

/// One observation in the form that newer kinds share (`metav1.Condition`).
public struct StandardCondition: Modeled {
  public var type = ""
  public var status = ""
  public var observedGeneration: Int64 = 0
  public var lastTransitionTime: Time?
  public var reason = ""
  public var message = ""
  public var rest = Fields()

  public init() {}
  public init(
    _ type: String, _ status: String, _ reason: String, _ message: String = "", at time: Time?,
    generation: Int64 = 0
  ) {
    self.type = type
    self.status = status
    self.reason = reason
    self.message = message
    lastTransitionTime = time
    observedGeneration = generation
  }

  public static let schema = Schema<StandardCondition>("Condition") {
    $0.field("type", \.type, "What is observed.", "观察的方面。", always: true, required: true)
    $0.field(
      "status", \.status, "True, False or Unknown.", "True、False 或 Unknown。", always: true,
      required: true)
    $0.field(
      "observedGeneration", \.observedGeneration, "The generation that was looked at.", "观察时的代次。")
    $0.field(
      "lastTransitionTime", \.lastTransitionTime, "When the status last changed.", "状态最近一次变化的时间。",
      always: true, required: true)
    $0.field("reason", \.reason, "One word why.", "一个词的原因。", always: true, required: true)
    $0.field(
      "message", \.message, "The reason for people.", "供人阅读的原因。", always: true, required: true)
  }
}

extension Array where Element == StandardCondition {
  /// Sets a condition; the time of transition moves only when the status does.
  public mutating func set(_ condition: StandardCondition) {
    guard let place = firstIndex(where: { $0.type == condition.type }) else {
      return append(condition)
    }
    var new = condition
    if self[place].status == condition.status {
      new.lastTransitionTime = self[place].lastTransitionTime
    }
    self[place] = new
  }
}
