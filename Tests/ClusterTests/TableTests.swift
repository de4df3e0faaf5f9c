import Resources
import Simulation
import Store
import Testing

/// Tables of objects against plain dictionaries, under any order of writes.
@Suite struct TableTests {
  @Test func holdsWhatWasPutIn() {
    var random = Random(seed: 11)
    var table = Table()
    var expected: [ObjectKey: String] = [:]
    for number in 0..<30_000 {
      let key = ObjectKey("ns-\(random.below(3))", "web-\(random.below(900))")
      if random.below(3) == 0 {
        #expect(table.set(key, to: nil)?.uid == expected.removeValue(forKey: key))
      } else {
        var metadata = Metadata(name: key.name, namespace: key.namespace)
        metadata.uid = String(number)
        let old = table.set(key, to: Object(metadata, ConfigMap()))
        #expect(old?.uid == expected.updateValue(metadata.uid, forKey: key))
      }
      let other = ObjectKey("ns-\(random.below(3))", "web-\(random.below(900))")
      #expect(table[other]?.uid == expected[other])
      #expect(table.count == expected.count)
    }
    #expect(table.records.map(\.uid).sorted() == expected.values.sorted())
    #expect(table.sorted().map(\.key) == expected.keys.sorted())
  }

  @Test func aCopyStaysAsItWas() {
    var table = Table()
    for number in 0..<500 {
      table.set(
        ObjectKey("a", "\(number)"),
        to: Object(Metadata(name: "\(number)", namespace: "a"), ConfigMap()))
    }
    let before = table
    for number in 0..<500 where number % 2 == 0 { table.set(ObjectKey("a", "\(number)"), to: nil) }
    #expect(before.count == 500)
    #expect(table.count == 250)
    #expect(before[ObjectKey("a", "10")] != nil)
    #expect(table[ObjectKey("a", "10")] == nil)
  }

  /// The same of `QuickTable`, by all its ways in, with a copy that must not change.
  @Test func aQuickTableIsADictionary() {
    var random = Random(seed: 5)
    var table = QuickTable<ObjectKey, [Int]>()
    var expected: [ObjectKey: [Int]] = [:]
    var copy = (table, expected)
    for number in 0..<30_000 {
      let key = ObjectKey("", "web-\(random.below(700))")
      switch random.below(6) {
      case 0: #expect(table.removeValue(forKey: key) == expected.removeValue(forKey: key))
      case 1: (table[key], expected[key]) = ([number], [number])
      case 2: (table[key], expected[key]) = (nil, nil)
      case 3:
        table[key]?.append(number)
        expected[key]?.append(number)
      default:
        table[key, default: [-1]].append(number)
        expected[key, default: [-1]].append(number)
      }
      #expect(table.count == expected.count)
      let other = ObjectKey("", "web-\(random.below(700))")
      #expect(table[other] == expected[other])
      #expect(copy.0[other] == copy.1[other])
      if number % 5_000 == 0 { copy = (table, expected) }
    }
  }
}
