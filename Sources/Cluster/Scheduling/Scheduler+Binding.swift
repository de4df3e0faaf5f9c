import Resources
import Tree

extension Scheduler {
  /// Asks the API server to give a pod its node, once its claims have their volumes.
  mutating func bind(_ binding: Binding, _ effects: inout Effects) {
    guard let entry = queue[binding.pod] else { return }
    let pod = entry.pod
    let claims = entry.demand.content.claims
    if !claims.isEmpty, !areBound(claims, of: pod, on: binding.node, &effects) {
      claimants.append(binding)
      return
    }
    tickets += 1
    bindings[tickets] = binding
    var request = Request(.create, Catalog.pods, namespace: pod.namespace, name: pod.name)
    request.subresource = "binding"
    request.user = .scheduler
    request.manager = "kube-scheduler"
    request.body = .binding(node: binding.node)
    effects.send(request, Ticket(tickets))
    effects.note(.placed(binding.pod, on: binding.node))
  }

  mutating func receive(_ response: Response, _ ticket: Ticket, _ effects: inout Effects) {
    if reflectors.receive(response, ticket, &effects) { return }
    guard let binding = bindings.removeValue(forKey: ticket.number) else { return }
    guard response.failure != nil else {
      if let pod = response.record as? Object<Pod> {
        reportBound(pod, to: binding.node, &effects)
      }
      return
    }
    // The pod is tried again, unless it is gone (`handleBindingCycleError`).
    snapshot.remove(binding.pod)
    if queue[binding.pod]?.place == .binding {
      queue.park(binding.pod, [], at: effects.now)
      retryLater(queue.move(at: effects.now) { $0.objectors.isEmpty }, &effects)
    }
    tell([.podGone], &effects)
  }

  /// Claims that wait for their first consumer are told its node and waited for (`PreBind` of VolumeBinding).
  private mutating func areBound(
    _ names: [String], of pod: Object<Pod>, on node: String, _ effects: inout Effects
  ) -> Bool {
    var areBound = true
    for name in names {
      let key = ObjectKey(pod.namespace, name)
      guard let claim = snapshot.storage.claims[key] else { return false }
      if claim.isBound { continue }
      areBound = false
      if claim.selectedNode != node { select(node, for: key, &effects) }
    }
    return areBound
  }

  private func select(_ node: String, for claim: ObjectKey, _ effects: inout Effects) {
    guard let kind = Catalog.index("persistentvolumeclaims") else { return }
    var request = Request(.patch, kind, namespace: claim.namespace, name: claim.name)
    request.patchType = .merge
    request.user = .scheduler
    request.manager = "kube-scheduler"
    request.body = .tree([
      "metadata": ["annotations": ["volume.kubernetes.io/selected-node": .string(node)]]
    ])
    effects.send(request, Ticket(0))
  }

  /// Binds pods whose claims have got their volumes.
  mutating func bindClaimants(_ effects: inout Effects) {
    let waiting = claimants
    claimants = []
    for binding in waiting where queue[binding.pod]?.place == .binding {
      bind(binding, &effects)
    }
  }

  // MARK: Preemption

  /// Has the victims go, and lets less important pods that were to come to the node look elsewhere (`prepareCandidate`).
  mutating func preempt(
    _ victims: [NodeRecord.Placed], on node: String, for entry: SchedulingQueue.Entry,
    _ effects: inout Effects
  ) {
    for victim in victims {
      let pod = victim.pod
      if !pod.metadata.isBeingDeleted {
        markDisrupted(pod, &effects)
        var request = Request(.delete, Catalog.pods, namespace: pod.namespace, name: pod.name)
        request.user = .scheduler
        request.preconditionUID = pod.uid
        effects.send(request, Ticket(0))
      }
      let draft = EventDraft(
        object: pod, reason: "Preempted",
        message: "Preempted by pod \(entry.pod.uid) on node \(node)", isWarning: false)
      recorder.record(draft, &effects)
    }
    guard let slot = snapshot.slot(of: node) else { return }
    for other in nominations.pods(on: slot, snapshot)
    where other.demand.content.priority < entry.demand.content.priority {
      nominations.remove(other.pod.key)
      if let waiting = queue[other.pod.key]?.pod {
        patchStatus(waiting, condition: nil, nomination: "", &effects)
      }
    }
  }

  private func markDisrupted(_ pod: Object<Pod>, _ effects: inout Effects) {
    let condition = PodCondition(
      type: "DisruptionTarget", status: "True", reason: "PreemptionByScheduler",
      message: "\(Scheduler.name): preempting to accommodate a higher priority pod")
    patchStatus(pod, condition: condition, nomination: nil, &effects)
  }
}
