import Resources
import Simulation
import Store

extension World {
  /// Handles exactly one event and gives back what happened; nil when nothing will ever happen again.
  @discardableResult
  package mutating func step() -> JournalEntry? {
    advance() ? journal.last : nil
  }

  /// The same without a copy of what happened; false when nothing will ever happen again.
  @discardableResult
  mutating func advance() -> Bool {
    guard let event = queue.next() else { return false }
    let before = api.store.revision
    var effects = Effects(now: now, event: event.id)
    handle(event, &effects)
    journal.append(
      JournalEntry(
        id: event.id, at: event.at, cause: event.cause, signal: event.signal,
        revisions: (before + 1)..<(api.store.revision + 1), notes: effects.notes))
    return true
  }

  private mutating func handle(_ event: Event<Signal>, _ effects: inout Effects) {
    switch event.signal.body {
    case .request(let request, let ticket):
      serve(request, ticket, event)
    case .response(let response, let component, let ticket):
      // What the request was sent by may have ended since.
      if faults.hasEnded(component, since: event.cause ?? event.id) { return }
      receive(response, component, ticket, &effects)
    case .watchEvent(let notice, let component):
      receive(notice, component, &effects)
    case .wake(let component, let wake):
      self.wake(component, wake, &effects)
    case .resume(let pid):
      run(pid, cause: event.id)
    case .fabric(let signal):
      handle(signal, cause: event.id)
    }
  }

  // MARK: The API server

  private mutating func serve(_ request: Request, _ ticket: Ticket, _ event: Event<Signal>) {
    let background = event.signal.isBackground
    if isCutOff(request.client) { return lose(request, ticket, cause: event.id) }
    // The connection that a watch would use went with the process.
    if request.verb == .watch, faults.hasEnded(request.client, since: event.id) { return }
    let response: Response
    if faults.isDown(.apiServer) {
      response = Response(.failure(.connectionRefused))
    } else {
      let before = api.store.history.endIndex
      let kinds = api.types.count
      response = api.handle(request, at: now, cause: event.id)
      if network != nil { recordLeases(since: before) }
      announce(since: before, cause: event.id, background: background)
      for kind in kinds..<api.types.count {
        schedule(
          .wake(.controllerManager, .discovered(kind: kind)),
          afterMicroseconds: Self.messageDelay, cause: event.id)
      }
      if case .watching(let id) = response.body {
        sendBacklog(of: request, watch: id, cause: event.id, background: background)
      }
    }
    // client-go's event broadcaster looks at no answer but a failure, and no component of ours looks at that.
    if request.kind == Catalog.events, ticket.number == 0, request.client.isProgramOfCluster {
      return
    }
    schedule(
      .response(response, request.client, ticket), afterMicroseconds: Self.messageDelay,
      cause: event.id, background: background)
  }

  /// Tells every watch of what has been committed.
  mutating func announce(since place: Int, cause: EventID, background: Bool) {
    for index in place..<api.store.history.endIndex {
      let change = api.store.history[index]
      let watches = api.watches.interested(in: change)
      // By place: most events end here, and a copy of a watch costs more than the question.
      for place in watches.all.indices { tell(watches.all[place], change, cause, background) }
      for place in watches.after.indices { tell(watches.after[place], change, cause, background) }
      for place in watches.before.indices {
        tell(watches.before[place], change, cause, background)
      }
    }
  }

  private mutating func tell(
    _ watch: Watch, _ change: Change, _ cause: EventID, _ background: Bool
  ) {
    guard let type = watch.view(of: change) else { return }
    let notice = WatchNotice(
      watch: watch.id, kind: change.kind, type: type, record: change.record,
      revision: change.revision)
    schedule(
      .watchEvent(notice, watch.client), afterMicroseconds: Self.messageDelay, cause: cause,
      background: background)
  }

  private mutating func sendBacklog(
    of request: Request, watch: WatchID, cause: EventID, background: Bool
  ) {
    guard let backlog = try? api.backlog(of: request) else { return }
    for item in backlog {
      let notice = WatchNotice(
        watch: watch, kind: request.kind, type: item.type, record: item.record,
        revision: item.revision)
      schedule(
        .watchEvent(notice, request.client), afterMicroseconds: Self.messageDelay + 1, cause: cause,
        background: background)
    }
  }

  // MARK: Clients

  private mutating func receive(
    _ response: Response, _ component: Component, _ ticket: Ticket, _ effects: inout Effects
  ) {
    effects.sender = component
    let response = isCutOff(component) ? lost(response) : response
    switch component {
    case .apiServer: break
    case .controllerManager: controllers.receive(response, ticket, &effects)
    case .scheduler: scheduler.receive(response, ticket, &effects)
    case .kubelet(let node): kubelets.receive(response, ticket, node: node, &effects)
    case .flanneld(let node): return flanneldReceives(response, on: node, cause: effects.event)
    case .process(let pid): return answer(pid, .response(response), cause: effects.event)
    }
    apply(effects)
    follow(component, cause: effects.event)
  }

  private mutating func receive(
    _ notice: WatchNotice, _ component: Component, _ effects: inout Effects
  ) {
    if faults.hasEnded(component, since: effects.event) || isCutOff(component) { return }
    effects.sender = component
    switch component {
    case .apiServer: break
    case .controllerManager: controllers.receive(notice, &effects)
    case .scheduler: scheduler.receive(notice, &effects)
    case .kubelet(let node): kubelets.receive(notice, node: node, &effects)
    case .flanneld(let node): return flanneldReceives(notice, on: node, cause: effects.event)
    case .process(let pid): return deliver(notice, to: pid, cause: effects.event)
    }
    apply(effects)
    follow(component, cause: effects.event)
  }

  private mutating func wake(_ component: Component, _ wake: Wake, _ effects: inout Effects) {
    effects.sender = component
    if faults.hasEnded(component, since: effects.event), !wake.isOfRuntime { return }
    switch component {
    case .apiServer: api.compactIfDue(now)
    case .controllerManager: controllers.wake(wake, &effects)
    case .scheduler: scheduler.wake(wake, &effects)
    case .kubelet(let node):
      if network != nil, startFrameProbe(wake, on: node, cause: effects.event) { return }
      if faults.isDown(component) {
        kubelets.miss(wake, node: node, &effects)
      } else {
        kubelets.wake(wake, node: node, registry, &effects)
      }
    case .flanneld(let node): return flanneldWakes(wake, on: node, cause: effects.event)
    case .process(let pid): return timeOut(pid, cause: effects.event)
    }
    for case .spawn(let process) in effects.rest { start(process, cause: effects.event) }
    apply(effects)
    follow(component, cause: effects.event)
  }
}

extension Status {
  /// What a client says when nothing listens at the API server's port.
  package static let connectionRefused = Status(
    0, "ConnectionRefused",
    "The connection to the server 127.0.0.1:6443 was refused - did you specify the right host or port?"
  )
}

extension APIServer {
  /// The API server has etcd compacted every five minutes; the model's history is kept for going back.
  mutating func compactIfDue(_ now: Instant) {}
}
