import Simulation
import Testing

@Suite struct PagedArrayTests {
  /// So many of one element are as if they had been appended, and can be changed one by one.
  @Test(arguments: [0, 1, 127, 128, 129, 8192, 16_384, 16_500, 40_000])
  func repeatsAnElement(_ count: Int) {
    var array = PagedArray(repeating: 7, count: count)
    var expected = Array(repeating: 7, count: count)
    #expect(Array(array) == expected)
    for place in stride(from: 0, to: count, by: 61) {
      array[place] = place
      expected[place] = place
    }
    array.append(-1)
    expected.append(-1)
    #expect(Array(array) == expected)
    array.removeLast()
    #expect(array.count == count)
  }

  @Test func aShortListIsAnArray() {
    var random = Random(seed: 3)
    var list = ShortList<Int>()
    var expected: [Int] = []
    for number in 0..<2_000 {
      switch random.below(3) {
      case 0 where !expected.isEmpty:
        list.removeFirst()
        expected.removeFirst()
      case 1 where !expected.isEmpty:
        let place = random.below(expected.count)
        list[place] += 1
        expected[place] += 1
      default:
        list.append(number)
        expected.append(number)
      }
      #expect(list.count == expected.count)
      #expect(expected.indices.allSatisfy { list[$0] == expected[$0] })
      let odd = expected.firstIndex { $0 % 2 == 1 }
      #expect(list.firstIndex { $0 % 2 == 1 } == odd)
    }
  }
}
