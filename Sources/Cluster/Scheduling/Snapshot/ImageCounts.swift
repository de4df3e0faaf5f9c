import HashTreeCollections
import Resources

/// On how many nodes each image is (`ImageStateSummary`).
struct ImageCounts: Sendable {
  private var nodes = TreeDictionary<String, Int>()

  var isEmpty: Bool { nodes.isEmpty }
  func count(of image: String) -> Int { nodes[image] ?? 0 }

  mutating func count(_ node: Object<Node>, sign: Int) {
    for image in node.status.images {
      for name in image.names {
        let count = (nodes[name] ?? 0) + sign
        nodes[name] = count == 0 ? nil : count
      }
    }
  }
}
