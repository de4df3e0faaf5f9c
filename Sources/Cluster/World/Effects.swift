import Resources
import Simulation

/// What an actor wants to happen, collected while it handles one event.
package struct Effects: Sendable {
  package struct Send: Sendable {
    let body: Signal.Body
    let isBackground: Bool
  }

  package struct Timer: Sendable {
    /// Whose timer, and why: as it will be scheduled.
    let body: Signal.Body
    /// Microseconds from now.
    let delay: Int64
    let isBackground: Bool
  }

  /// Whose wishes these are: answers go there.
  var sender: Component
  package let now: Instant
  package let event: EventID
  package private(set) var sends = ShortList<Send>()
  package private(set) var timers = ShortList<Timer>()
  /// What a reader should know beyond the event itself.
  private(set) var notes: [Note] = []
  /// What few events ask for, in order.
  private(set) var rest: [Extra] = []

  /// What an actor may want beside requests and timers.
  enum Extra: Sendable {
    case spawn(Process)
    /// A container whose program is to end.
    case stop(ProcessContext.Place)
    /// What becomes of containers' files and logs.
    case change(ContainerChange)
  }

  package init(now: Instant, event: EventID, from sender: Component = .apiServer) {
    self.sender = sender
    self.now = now
    self.event = event
  }

  package mutating func send(
    _ request: consuming Request, _ ticket: Ticket, background: Bool = false
  ) {
    request.client = sender
    sends.append(Send(body: .request(consume request, ticket), isBackground: background))
  }

  package mutating func wake(
    _ component: Component, _ wake: Wake, after delay: Milliseconds, background: Bool = false
  ) {
    timers.append(
      Timer(
        body: .wake(component, wake), delay: delay.count * 1000, isBackground: background))
  }

  /// The same on a finer clock, for what takes less than a millisecond.
  package mutating func wake(_ component: Component, _ wake: Wake, afterMicroseconds delay: Int64) {
    timers.append(Timer(body: .wake(component, wake), delay: delay, isBackground: false))
  }

  package mutating func spawn(_ process: Process) { rest.append(.spawn(process)) }
  package mutating func stopContainer(node: String, pod: String, name: String) {
    rest.append(.stop(.container(node: node, pod: pod, name: name)))
  }
  mutating func change(_ change: ContainerChange) { rest.append(.change(change)) }
  package mutating func note(_ note: Note) { notes.append(note) }
}

/// A sentence about a decision, in both languages: what `why` and the journal quote.
package struct Note: Hashable, Sendable {
  package let subject: ObjectKey?
  private let content: Content

  private enum Content: Hashable, Sendable {
    case text(Text)
    case placed(node: String)
    case silent(node: String)
  }

  package init(_ subject: ObjectKey? = nil, _ text: Text) {
    self.subject = subject
    content = .text(text)
  }

  private init(_ subject: ObjectKey?, _ content: Content) {
    self.subject = subject
    self.content = content
  }

  /// The scheduler's choice: put into words only when somebody reads it, since every pod has one.
  static func placed(_ pod: ObjectKey, on node: String) -> Note { Note(pod, .placed(node: node)) }

  /// A node's agent has not been heard of for so long that it matters: what led to that is no event.
  static func silent(_ node: String) -> Note { Note(nil, .silent(node: node)) }

  package var silentNode: String? {
    if case .silent(let node) = content { node } else { nil }
  }

  package var text: Text {
    switch content {
    case .silent(let node):
      return Text(
        "\(node) has not renewed its lease for 50 seconds: nobody knows how it is.",
        "\(node) 已有 50 秒没有续约：其状态未知。")
    case .text(let text): return text
    case .placed(let node):
      let pod = subject?.name ?? ""
      return Text(
        "The scheduler chooses \(node) for \(pod).", "调度器为 \(pod) 选择 \(node)。")
    }
  }
}
