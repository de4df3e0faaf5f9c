/// Nodes by zone, which are tried in turn so that pods come to all zones (`nodeTree` of pkg/scheduler/backend/cache).
struct ZoneList: Sendable {
  private var zones: [(name: String, slots: [Int32])] = []
  private var zoneOfSlot: [String?] = []

  /// Whether any node is in a zone that has a name.
  var hasNames: Bool { zones.contains { !$0.name.isEmpty } }

  /// Whether the node may simply be tried last.
  mutating func add(_ slot: Int32, zone: String) -> Bool {
    while zoneOfSlot.count <= slot { zoneOfSlot.append(nil) }
    zoneOfSlot[Int(slot)] = zone
    if let place = zones.firstIndex(where: { $0.name == zone }) {
      zones[place].slots.append(slot)
    } else {
      zones.append((zone, [slot]))
    }
    return zones.count == 1
  }

  /// Whether the node has come to another zone.
  mutating func set(_ slot: Int32, zone: String) -> Bool {
    guard zoneOfSlot[Int(slot)] != zone else { return false }
    remove(slot)
    _ = add(slot, zone: zone)
    return true
  }

  mutating func remove(_ slot: Int32) {
    guard let zone = zoneOfSlot[Int(slot)],
      let place = zones.firstIndex(where: { $0.name == zone })
    else { return }
    zoneOfSlot[Int(slot)] = nil
    zones[place].slots.removeAll { $0 == slot }
    if zones[place].slots.isEmpty { zones.remove(at: place) }
  }

  /// The first node of each zone, then the second of each, and so on.
  func interleaved() -> [Int32] {
    if zones.count == 1 { return zones[0].slots }
    var order: [Int32] = []
    var rank = 0
    while true {
      let before = order.count
      for zone in zones where rank < zone.slots.count { order.append(zone.slots[rank]) }
      if order.count == before { return order }
      rank += 1
    }
  }
}
