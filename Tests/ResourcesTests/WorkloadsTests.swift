import Mutations
import Resources
import Simulation
import Testing
import Tree

@Suite struct WorkloadsTests {
  @Test func schedules() throws {
    let time = try Timestamp(parsing: "2026-11-24T13:59:30Z").seconds
    func next(_ spec: String) throws -> String? {
      try CronSchedule(parsing: spec).next(after: time).map { Timestamp(seconds: $0).text }
    }
    #expect(try next("*/5 * * * *") == "2026-11-24T14:00:00Z")
    #expect(try next("0 0 29 2 *") == "2028-02-29T00:00:00Z")
    #expect(try next("0 8 * * *") == "2026-11-25T08:00:00Z")
    #expect(try next("TZ=Asia/Shanghai 0 8 * * *") == "2026-11-25T00:00:00Z")
    #expect(try next("@every 90s") == "2026-11-24T14:01:00Z")
    #expect(throws: CronError.self) { try CronSchedule(parsing: "TZ=Mars/Olympus 0 8 * * *") }
  }

  @Test func schedulesSurviveAnything() {
    var random = Random(seed: 10)
    let seeds = ["*/5 1-3,7 * JAN-MAR MON", "@every 1h", "TZ=UTC 0 0 31 2 *", "59 23 1 1 6"]
    for bytes in mutations(of: seeds, count: 20_000, &random) {
      guard let schedule = try? CronSchedule(parsing: String(decoding: bytes, as: UTF8.self))
      else { continue }
      if let next = schedule.next(after: 1_767_225_600) { #expect(next > 1_767_225_600) }
    }
  }

  @Test func taints() {
    #expect(Taint(key: "a", value: "b", effect: "NoSchedule").text == "a=b:NoSchedule")
    #expect([Toleration(operator: "Exists")].tolerate(Taint(key: "x", effect: "NoExecute")))
    #expect(IntOrString.string("999999999999999999999%").text.hasSuffix("%"))
    #expect(throws: IntOrStringError.self) {
      try IntOrString.string("999999999999999999999%").scaled(to: 1, roundingUp: true)
    }
  }
}
