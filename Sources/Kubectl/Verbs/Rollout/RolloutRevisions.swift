import Cluster
import Resources
import Tree

/// The versions of a workload's pod template that are still known.
struct RolloutRevisions {
  struct Revision {
    let number: Int64
    /// The ReplicaSet or ControllerRevision that keeps it.
    let tree: Value
    let template: Value
    let changeCause: String
  }

  /// By number.
  let all: [Revision]
  let workload: Value

  static let annotation = "deployment.kubernetes.io/revision"
  static let causeAnnotation = "kubernetes.io/change-cause"

  /// Reads them; nil for kinds that keep none.
  init?(_ target: Target, _ kubectl: inout Session) throws(Halt) {
    guard let tree = target.record?.tree else { return nil }
    workload = tree
    let keeper: String
    switch target.resource.groupResource {
    case "deployments.apps": keeper = "replicasets.apps"
    case "daemonsets.apps", "statefulsets.apps": keeper = "controllerrevisions.apps"
    default: return nil
    }
    guard let kind = kubectl.lookUpKind(keeper) else {
      all = []
      return
    }
    let list = Request(.list, kind, namespace: target.namespace)
    guard case .list(let records) = try kubectl.demand(list).body else {
      all = []
      return
    }
    let owned = records.records.filter { $0.metadata.controller?.uid == target.record?.uid }
    all = owned.map { RolloutRevisions.revision($0.tree, of: tree) }
      .filter { $0.number > 0 }.sorted { $0.number < $1.number }
  }

  private static func revision(_ keeper: Value, of workload: Value) -> Revision {
    let annotations = keeper["metadata"]?["annotations"]
    let cause = annotations?[causeAnnotation]?.string ?? ""
    if let number = keeper["revision"]?.int {
      let template = keeper["data"]?["spec"]?["template"] ?? .emptyObject
      var plain = template
      plain["$patch"] = nil
      return Revision(number: number, tree: keeper, template: plain, changeCause: cause)
    }
    let number = Int64(annotations?[annotation]?.string ?? "") ?? 0
    return Revision(
      number: number, tree: keeper, template: keeper["spec"]?["template"] ?? .emptyObject,
      changeCause: cause)
  }

  subscript(number: Int64) -> Revision? { all.last { $0.number == number } }
}
