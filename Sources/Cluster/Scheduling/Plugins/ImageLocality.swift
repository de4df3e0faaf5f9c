import Resources

/// Prefers nodes that have the pod's images already (pkg/scheduler/framework/plugins/imagelocality).
enum ImageLocality {
  static let name = "ImageLocality"
  static let weight: Int64 = 1
  private static let megabyte: Int64 = 1 << 20

  static func score(
    _ demand: PodDemand.Content, _ info: NodeRecord, _ counts: ImageCounts, nodes: Int
  ) -> Int64 {
    let images = info.node.body.status.images
    var sum: Int64 = 0
    if !images.isEmpty {
      for name in demand.images {
        guard let image = images.first(where: { $0.names.contains(name) }) else { continue }
        let spread = Binary64(Int64(counts.count(of: name))) / Binary64(Int64(max(1, nodes)))
        sum += (Binary64(image.sizeBytes) * spread).whole
      }
    }
    let least = 23 * megabyte
    let most = 1000 * megabyte * Int64(max(1, demand.images.count))
    return 100 * (min(max(sum, least), most) - least) / (most - least)
  }

  /// An image without a tag means `latest`.
  static func normalized(_ image: String) -> String {
    let end = image.utf8.lastIndex(of: UInt8(ascii: "/")) ?? image.startIndex
    return image[end...].utf8.contains(UInt8(ascii: ":")) ? image : image + ":latest"
  }
}
