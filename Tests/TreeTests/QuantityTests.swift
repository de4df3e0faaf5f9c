import Mutations
import Simulation
import Testing
import Tree

@Suite struct QuantityTests {
  @Test func sumsKeepTheFirstFormat() throws {
    let memory = try Quantity(parsing: "512Mi") + Quantity(parsing: "1Gi")
    #expect(memory.text == "1536Mi")
    #expect((Quantity.zero + memory).text == "1536Mi")
    #expect(try (Quantity(parsing: "250m") + Quantity(parsing: "1")).text == "1250m")
    #expect(Quantity(milli: 1500).text == "1500m")
    #expect(Quantity(8 << 30, .binarySI).text == "8Gi")
  }

  @Test func equalAmountsAreEqual() throws {
    let one = try Quantity(parsing: "1")
    #expect(try Quantity(parsing: "1000m") == one)
    #expect(try Set([one, Quantity(parsing: "1000m"), Quantity(parsing: "1e0")]).count == 1)
    #expect(try Quantity(parsing: "1e2000000000") > one)
    #expect(try Quantity(parsing: "-1e2000000000") < one)
    #expect(try Quantity(parsing: "99999999999999999999e2000000000") > one)
    #expect(try Quantity(decoding: .decimal("0.5")) == Quantity(parsing: "500m"))
    #expect(throws: QuantityError.format) { try Quantity(decoding: true) }
  }

  @Test func survivesAnything() {
    var random = Random(seed: 5)
    let seeds = ["1.5Gi", "-100m", "+1e3", "123456789012345678901234567890", "0.000000001", "8Ei"]
    var previous = Quantity.zero
    for bytes in mutations(of: seeds, count: 20_000, &random) {
      guard let quantity = try? Quantity(parsing: String(decoding: bytes, as: UTF8.self)) else {
        continue
      }
      _ = quantity.value
      _ = quantity.milliValue
      #expect((quantity - quantity).isZero)
      #expect(Quantity.compare(quantity, previous) == -Quantity.compare(previous, quantity))
      let sum = quantity + previous
      // Amounts too far apart for a sum of reasonable length have the larger for their sum.
      if ![quantity, previous].contains(where: { $0.format == .decimalExponent }) {
        #expect((sum - previous).isZero == quantity.isZero)
      }
      previous = quantity
    }
  }
}
