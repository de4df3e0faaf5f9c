import Cluster

extension Injection {
  /// What somebody typed for it; nil for what came in by itself: files, an editor's text, time that passed.
  package var line: String? {
    switch self {
    case .line(let line, _), .input(_, let line): line
    case .fault(let component, let isDown):
      (isDown ? "stop " : "start ") + component.typedName
    case .machineFault(let fault): fault.line
    case .interrupt: "^C"
    case .file, .edited, .advance, .observe: nil
    }
  }
}

extension Injection {
  /// Whether it is a line for a shell or for a program, which `undo` takes back.
  var isTypedLine: Bool {
    switch self {
    case .line, .input: true
    default: false
    }
  }
}

extension Component {
  /// As `stop` and `start` take it.
  fileprivate var typedName: String {
    if case .kubelet(let node) = self { "kubelet@\(node)" } else { name }
  }
}

extension MachineFault {
  fileprivate var line: String {
    switch self {
    case .stop(let process, let host): "stop \(process)@\(host)"
    case .start(let process, let host): "start \(process)@\(host)"
    case .crash(let process, let host): "crash \(process)@\(host)"
    case .hang(let process, let host): "hang \(process)@\(host)"
    case .slow(let process, let host, _): "slow \(process)@\(host)"
    case .unplug(let host): "unplug \(host)"
    case .plug(let host): "plug \(host)"
    case .partition(let hosts): "partition \(hosts.joined(separator: " "))"
    case .heal: "heal"
    }
  }
}
