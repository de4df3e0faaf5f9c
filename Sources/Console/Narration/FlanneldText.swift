import Cluster
import Machines
import Resources

extension Console {
  /// What a node's flanneld holds in memory, an entry a line; a real flanneld prints it nowhere.
  func flanneldText(_ node: String) -> Outcome {
    var world = world
    world.materialiseNetwork()
    guard let fabric = world.network?.fabric, let machine = fabric.machine(named: node),
      let table = fabric.flannelTable(on: machine)
    else {
      return .refused(
        Text("No flanneld runs on \(node).", "\(node) 上没有运行 flanneld。")[language], exit: 1)
    }
    let lines = table.map { row in
      "\(row.subnet) -> \(row.node)" + (row.vtep.map { "  VTEP \($0)" } ?? "")
    }
    return Outcome(out: lines.map { $0 + "\n" }.joined())
  }
}
