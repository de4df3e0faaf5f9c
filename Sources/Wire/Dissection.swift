/// A frame taken apart: its layers, outermost first, and each field with the bytes that it takes.
public struct Dissection: Hashable, Sendable {
  public struct Field: Hashable, Sendable {
    public let name: String
    public let value: String
    public let range: Range<Int>
  }
  public struct Layer: Hashable, Sendable {
    public let name: String
    public let range: Range<Int>
    public var fields: [Field]
    public func value(_ name: String) -> String? { fields.first { $0.name == name }?.value }
  }

  public internal(set) var layers: [Layer] = []
  /// Why reading stopped before the payload, if it did.
  public internal(set) var problem: String?

  public init(_ bytes: [UInt8], link: Link) {
    do {
      switch link {
      case .ethernet: try ethernet(bytes, 0..<bytes.count, depth: 0)
      case .raw: try ipv4(bytes, 0..<bytes.count, depth: 0)
      }
    } catch { problem = error.reason }
  }

  mutating func layer(_ name: String, _ range: Range<Int>, _ fields: [Field]) {
    layers.append(Layer(name: name, range: range, fields: fields))
  }

  mutating func payload(_ range: Range<Int>) {
    if !range.isEmpty { layer("Payload", range, []) }
  }
}

extension Dissection {
  /// Fields of this frame that are new or have another value than in `earlier`, each as a layer's and a field's place.
  ///
  /// Layers are matched from the innermost outwards, because encapsulation adds outside.
  public func changes(since earlier: Dissection) -> [(layer: Int, field: Int)] {
    var changes: [(layer: Int, field: Int)] = []
    for (place, layer) in layers.enumerated() {
      let rank = layers[place...].filter { $0.name == layer.name }.count
      let peers = earlier.layers.filter { $0.name == layer.name }
      let peer = peers.count >= rank ? peers[peers.count - rank] : nil
      for (index, field) in layer.fields.enumerated() where peer?.value(field.name) != field.value {
        changes.append((place, index))
      }
    }
    return changes
  }
}
