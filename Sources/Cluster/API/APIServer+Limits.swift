import Resources
import Tree

/// How large requests and objects may be.
extension APIServer {
  /// Bytes of a request's body.
  private static let largestRequest = 3 * 1024 * 1024
  /// Bytes of what etcd takes in one write.
  private static let largestObject = 1_572_864

  func checkSize(of request: Request) throws(Status) {
    guard case .tree(let tree) = request.body else { return }
    let size = Self.size(of: tree)
    if size > Self.largestRequest {
      throw Status(
        413, "RequestEntityTooLarge",
        "Request entity too large: limit is \(Self.largestRequest)")
    }
    if size > Self.largestObject, request.verb != .delete {
      throw Status(500, "InternalError", "etcdserver: request is too large")
    }
  }

  /// About the bytes of a tree's JSON.
  private static func size(of tree: Value) -> Int {
    switch tree {
    case .null, .bool: 5
    case .int: 8
    case .decimal(let text): text.utf8.count
    case .string(let text): text.utf8.count + 2
    case .array(let items): items.reduce(2) { $0 + size(of: $1) + 1 }
    case .object(let members): members.reduce(2) { $0 + $1.key.utf8.count + 4 + size(of: $1.value) }
    }
  }
}
