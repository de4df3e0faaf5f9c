import Foundation
import Testing

@testable import Machines

@Suite struct FuzzTests {
  /// RUNS sets how many mutated frames.
  static let runs = ProcessInfo.processInfo.environment["RUNS"].flatMap { Int($0) } ?? 20_000

  @Test func dissectorsReadOrRefuse() {
    #expect(MachinesFuzz.dissectors(runs: Self.runs, seed: 11) > 0)
  }

  @Test func theStackTakesAnything() {
    #expect(MachinesFuzz.stack(runs: Self.runs / 4, seed: 12) == Self.runs / 4)
  }
}
