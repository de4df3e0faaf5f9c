import Cluster
import Tree

struct DeploymentDescriber: KindDescriber {
  let kinds = ["Deployment.apps"]

  func describe(
    _ tree: Value, _ page: inout Description, _ kubectl: inout Session
  ) throws(Halt) {
    page.nameAndNamespace(tree)
    page.field("CreationTimestamp", Age.date(tree.text("metadata", "creationTimestamp")))
    page.labelsAndAnnotations(tree)
    page.field("Selector", SelectorText.text(tree.at("spec", "selector") ?? .emptyObject))
    page.field(
      "Replicas",
      "\(tree.int("spec", "replicas")) desired | \(tree.int("status", "updatedReplicas")) updated | "
        + "\(tree.int("status", "replicas")) total | \(tree.int("status", "availableReplicas")) available | "
        + "\(tree.int("status", "unavailableReplicas")) unavailable")
    page.field("StrategyType", tree.text("spec", "strategy", "type"))
    page.field("MinReadySeconds", String(tree.int("spec", "minReadySeconds")))
    if let rolling = tree.at("spec", "strategy", "rollingUpdate") {
      page.field(
        "RollingUpdateStrategy",
        "\(rolling.text("maxUnavailable")) max unavailable, \(rolling.text("maxSurge")) max surge")
    }
    page.podTemplate(tree.at("spec", "template"))
    page.conditions(tree.items("status", "conditions"))
    try replicaSets(tree, &page, &kubectl)
  }

  private func replicaSets(
    _ tree: Value, _ page: inout Description, _ kubectl: inout Session
  ) throws(Halt) {
    let uid = tree.text("metadata", "uid")
    let owned = try kubectl.objects(
      "replicasets.apps", namespace: tree.text("metadata", "namespace")
    ).filter { set in
      set.items("metadata", "ownerReferences").contains {
        $0.bool("controller") && $0.text("uid") == uid
      }
    }
    let sets = owned.enumerated().sorted {
      let left = $0.element.text("metadata", "creationTimestamp")
      let right = $1.element.text("metadata", "creationTimestamp")
      return left == right ? $0.offset < $1.offset : left.precedes(right)
    }.map(\.element)
    if sets.isEmpty { return }
    let wanted = Self.withoutHash(tree.at("spec", "template"))
    let newest = sets.firstIndex { Self.withoutHash($0.at("spec", "template")) == wanted }
    let old = sets.indices.filter { $0 != newest }.map { Self.text(sets[$0]) }
    page.field("OldReplicaSets", old.isEmpty ? "<none>" : old.joined(separator: ", "))
    page.field("NewReplicaSet", newest.map { Self.text(sets[$0]) } ?? "<none>")
  }

  private static func withoutHash(_ template: Value?) -> Value? {
    var template = template
    template?.set("metadata", "labels", "pod-template-hash", to: nil)
    return template
  }

  private static func text(_ set: Value) -> String {
    "\(set.name) (\(set.int("status", "replicas"))/\(set.int("spec", "replicas")) replicas created)"
  }
}

struct ReplicaSetDescriber: KindDescriber {
  let kinds = ["ReplicaSet.apps"]

  func describe(
    _ tree: Value, _ page: inout Description, _ kubectl: inout Session
  ) throws(Halt) {
    page.nameAndNamespace(tree)
    page.field("Selector", SelectorText.text(tree.at("spec", "selector") ?? .emptyObject))
    page.labelsAndAnnotations(tree)
    page.controller(tree)
    page.field(
      "Replicas",
      "\(tree.int("status", "replicas")) current / \(tree.int("spec", "replicas")) desired")
    page.field("Pods Status", try PodCounts.text(of: tree, &kubectl))
    page.podTemplate(tree.at("spec", "template"))
    page.conditions(tree.items("status", "conditions"))
  }
}

struct ReplicationControllerDescriber: KindDescriber {
  let kinds = ["ReplicationController"]

  func describe(
    _ tree: Value, _ page: inout Description, _ kubectl: inout Session
  ) throws(Halt) {
    page.nameAndNamespace(tree)
    page.field("Selector", tree.members("spec", "selector").labelText)
    page.labelsAndAnnotations(tree)
    page.field(
      "Replicas",
      "\(tree.int("status", "replicas")) current / \(tree.int("spec", "replicas")) desired")
    page.field("Pods Status", try PodCounts.text(of: tree, &kubectl))
    page.podTemplate(tree.at("spec", "template"))
    page.conditions(tree.items("status", "conditions"))
  }
}

struct DaemonSetDescriber: KindDescriber {
  let kinds = ["DaemonSet.apps"]

  func describe(
    _ tree: Value, _ page: inout Description, _ kubectl: inout Session
  ) throws(Halt) {
    page.field("Name", tree.name)
    page.field("Selector", SelectorText.text(tree.at("spec", "selector") ?? .emptyObject))
    page.field(
      "Node-Selector", tree.members("spec", "template", "spec", "nodeSelector").labelText)
    page.labelsAndAnnotations(tree)
    for (title, key) in [
      ("Desired Number of Nodes Scheduled", "desiredNumberScheduled"),
      ("Current Number of Nodes Scheduled", "currentNumberScheduled"),
      ("Number of Nodes Scheduled with Up-to-date Pods", "updatedNumberScheduled"),
      ("Number of Nodes Scheduled with Available Pods", "numberAvailable"),
      ("Number of Nodes Misscheduled", "numberMisscheduled"),
    ] {
      page.line("\(title): \(tree.int("status", key))")
    }
    page.field("Pods Status", try PodCounts.text(of: tree, &kubectl))
    page.podTemplate(tree.at("spec", "template"))
  }
}

struct StatefulSetDescriber: KindDescriber {
  let kinds = ["StatefulSet.apps"]

  func describe(
    _ tree: Value, _ page: inout Description, _ kubectl: inout Session
  ) throws(Halt) {
    page.nameAndNamespace(tree)
    page.field("CreationTimestamp", Age.date(tree.text("metadata", "creationTimestamp")))
    page.field("Selector", SelectorText.text(tree.at("spec", "selector") ?? .emptyObject))
    page.labelsAndAnnotations(tree)
    page.field(
      "Replicas",
      "\(tree.int("spec", "replicas")) desired | \(tree.int("status", "replicas")) total")
    page.field("Update Strategy", tree.text("spec", "updateStrategy", "type"))
    if let rolling = tree.at("spec", "updateStrategy", "rollingUpdate"), rolling.has("partition") {
      page.field("Partition", rolling.text("partition"), level: 1)
      page.optional("MaxUnavailable", rolling.text("maxUnavailable"), level: 1)
    }
    page.field("Pods Status", try PodCounts.text(of: tree, &kubectl))
    page.podTemplate(tree.at("spec", "template"))
    claims(tree.items("spec", "volumeClaimTemplates"), &page)
  }

  private func claims(_ claims: [Value], _ page: inout Description) {
    if claims.isEmpty { return page.field("Volume Claims", "<none>") }
    page.line("Volume Claims:")
    for claim in claims {
      page.field("Name", claim.name, level: 1)
      page.field("StorageClass", claim.text("spec", "storageClassName"), level: 1)
      page.labels(claim.members("metadata", "labels"), level: 1)
      page.labels(claim.members("metadata", "annotations"), "Annotations", level: 1)
      let capacity = claim.text("spec", "resources", "requests", "storage")
      page.field("Capacity", capacity.isEmpty ? "<default>" : capacity, level: 1)
      page.field(
        "Access Modes", "[\(claim.texts("spec", "accessModes").joined(separator: " "))]", level: 1)
    }
  }
}

/// How many pods of a controller are in which phase.
enum PodCounts {
  static func text(_ counts: (String) -> Int) -> String {
    "\(counts("Running")) Running / \(counts("Pending")) Waiting / \(counts("Succeeded")) Succeeded / \(counts("Failed")) Failed"
  }

  static func text(of tree: Value, _ kubectl: inout Session) throws(Halt) -> String {
    let uid = tree.text("metadata", "uid")
    let pods = try kubectl.objects("pods", namespace: tree.text("metadata", "namespace"))
      .filter { pod in
        pod.items("metadata", "ownerReferences").contains {
          $0.bool("controller") && $0.text("uid") == uid
        }
      }
    return text { phase in pods.filter { $0.text("status", "phase") == phase }.count }
  }
}
