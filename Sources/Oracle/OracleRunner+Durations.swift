import Tree

extension OracleRunner {
  static let durationTables = [
    OracleTable("human_duration", share: 100) { oneCase, _ in
      let seconds = Int(oneCase["seconds"]?.int ?? 0)
      var differences = Differences()
      differences.expect(
        "human", .string(HumanDuration.text(seconds: seconds)), is: oneCase["human"])
      differences.expect(
        "short", .string(HumanDuration.short(seconds: seconds)), is: oneCase["short"])
      return differences.summary(of: oneCase)
    }
  ]
}
