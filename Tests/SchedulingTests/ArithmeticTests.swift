import Simulation
import Testing

@testable import Cluster

@Suite("The scheduler's arithmetic")
struct ArithmeticTests {
  /// As upstream computes it with floats.
  private func score(_ cpu: (Int64, Int64), _ memory: (Int64, Int64)) -> Int64 {
    let left = min(1, Double(cpu.0) / Double(cpu.1))
    let right = min(1, Double(memory.0) / Double(memory.1))
    return Int64((1 - abs((left - right) / 2)) * 100)
  }

  @Test("agrees with floats to the last bit")
  func balance() {
    var random = Random(seed: 7)
    for _ in 0..<200_000 {
      let cpu = (Int64(random.below(5000)), Int64(1 + random.below(64)) * 125)
      let memory = (Int64(random.below(64)) << 28, Int64(1 + random.below(64)) << 28)
      #expect(BalancedAllocation.score(cpu: cpu, memory: memory) == score(cpu, memory))
    }
  }

  @Test("knows natural logarithms")
  func logarithms() {
    // ln 2, ln 10 and ln 5002, times 2^60.
    let known: [(Int, Int128)] = [
      (1, 0), (2, 799_144_290_325_165_979), (10, 2_654_699_869_899_991_814),
      (5002, 9_820_116_265_667_511_929),
    ]
    for (number, logarithm) in known {
      #expect(abs(NaturalLogarithm.fixed(number) - logarithm) < 200)
    }
  }
}
