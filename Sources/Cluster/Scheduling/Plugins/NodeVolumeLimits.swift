import Resources

/// Keeps nodes from attaching more volumes than their drivers can (pkg/scheduler/framework/plugins/nodevolumelimits).
///
/// The limit of a driver is what the node's allocatable says as `attachable-volumes-csi-DRIVER`, the form before
/// CSINode objects, of which the model has none.
enum NodeVolumeLimits {
  static let name = "NodeVolumeLimits"

  static func filter(_ info: NodeRecord, _ state: VolumeBinding.State) -> Rejection? {
    for volume in state.bound where !volume.driver.isEmpty {
      let resource = "attachable-volumes-csi-\(volume.driver)"
      guard info.node.status.allocatable[resource] != nil else { continue }
      let used = info.pods.reduce(0) { $0 + $1.demand.content.claims.count }
      if used + state.names.count > Int(info.allocatable[resource]) {
        return Rejection(name, .unschedulable, "node(s) exceed max volume count")
      }
    }
    return nil
  }
}
