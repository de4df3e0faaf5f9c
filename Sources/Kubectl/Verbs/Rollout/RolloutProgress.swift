import Resources
import Tree

/// How far a rollout has come, after kubectl's `rollout_status.go`.
enum RolloutProgress {
  case waiting(String)
  case done(String)
  case failed(String)

  /// What reads the progress of a kind; nil for kinds without one.
  static func viewer(_ resource: Resource) -> ((Value, Int) -> RolloutProgress)? {
    switch resource.groupResource {
    case "deployments.apps": deployment
    case "daemonsets.apps": daemonSet
    case "statefulsets.apps": statefulSet
    default: nil
    }
  }

  private static func number(_ tree: Value, _ path: String...) -> Int64 { tree[path]?.int ?? 0 }

  private static func isObserved(_ tree: Value) -> Bool {
    number(tree, "metadata", "generation") <= number(tree, "status", "observedGeneration")
  }

  private static func deployment(_ tree: Value, _ revision: Int) -> RolloutProgress {
    let name = goQuoted(tree["metadata"]?["name"]?.string ?? "")
    if revision > 0 {
      let text = tree["metadata"]?["annotations"]?["deployment.kubernetes.io/revision"]?.string
      guard let found = text.flatMap(Int.init) else {
        return .failed(
          "cannot get the revision of deployment \(name): strconv.ParseInt: parsing \"\": invalid syntax"
        )
      }
      if found != revision {
        return .failed(
          "desired revision (\(revision)) is different from the running revision (\(found))")
      }
    }
    guard isObserved(tree) else {
      return .waiting("Waiting for deployment spec update to be observed...")
    }
    let conditions = tree["status"]?["conditions"]?.array ?? []
    if conditions.contains(where: {
      $0["type"] == "Progressing" && $0["reason"] == "ProgressDeadlineExceeded"
    }) {
      return .failed("deployment \(name) exceeded its progress deadline")
    }
    let updated = number(tree, "status", "updatedReplicas")
    let available = number(tree, "status", "availableReplicas")
    let start = "Waiting for deployment \(name) rollout to finish:"
    if let wanted = tree["spec"]?["replicas"]?.int, updated < wanted {
      return .waiting("\(start) \(updated) out of \(wanted) new replicas have been updated...")
    }
    let all = number(tree, "status", "replicas")
    if all > updated {
      return .waiting("\(start) \(all - updated) old replicas are pending termination...")
    }
    if available < updated {
      return .waiting("\(start) \(available) of \(updated) updated replicas are available...")
    }
    return .done("deployment \(name) successfully rolled out")
  }

  private static func daemonSet(_ tree: Value, _ revision: Int) -> RolloutProgress {
    let name = goQuoted(tree["metadata"]?["name"]?.string ?? "")
    if tree["spec"]?["updateStrategy"]?["type"]?.string != "RollingUpdate" {
      return .failed("rollout status is only available for RollingUpdate strategy type")
    }
    guard isObserved(tree) else {
      return .waiting("Waiting for daemon set spec update to be observed...")
    }
    let wanted = number(tree, "status", "desiredNumberScheduled")
    let updated = number(tree, "status", "updatedNumberScheduled")
    let available = number(tree, "status", "numberAvailable")
    let start = "Waiting for daemon set \(name) rollout to finish:"
    if updated < wanted {
      return .waiting("\(start) \(updated) out of \(wanted) new pods have been updated...")
    }
    if available < wanted {
      return .waiting("\(start) \(available) of \(wanted) updated pods are available...")
    }
    return .done("daemon set \(name) successfully rolled out")
  }

  private static func statefulSet(_ tree: Value, _ revision: Int) -> RolloutProgress {
    let strategy = tree["spec"]?["updateStrategy"]
    if strategy?["type"]?.string != "RollingUpdate" {
      return .failed("rollout status is only available for RollingUpdate strategy type")
    }
    let observed = number(tree, "status", "observedGeneration")
    if observed == 0 || number(tree, "metadata", "generation") > observed {
      return .waiting("Waiting for statefulset spec update to be observed...")
    }
    let wanted = tree["spec"]?["replicas"]?.int
    let ready = number(tree, "status", "readyReplicas")
    if let wanted, ready < wanted {
      return .waiting("Waiting for \(wanted - ready) pods to be ready...")
    }
    let updated = number(tree, "status", "updatedReplicas")
    if let wanted, let partition = strategy?["rollingUpdate"]?["partition"]?.int, partition > 0 {
      if updated < wanted - partition {
        return .waiting(
          "Waiting for partitioned roll out to finish: \(updated) out of \(wanted - partition) new pods have been updated..."
        )
      }
      return .done("partitioned roll out complete: \(updated) new pods have been updated...")
    }
    let current = tree["status"]?["currentRevision"]?.string ?? ""
    let update = tree["status"]?["updateRevision"]?.string ?? ""
    if update != current {
      return .waiting(
        "waiting for statefulset rolling update to complete \(updated) pods at revision \(update)..."
      )
    }
    return .done(
      "statefulset rolling update complete \(number(tree, "status", "currentReplicas")) pods at revision \(current)..."
    )
  }
}
