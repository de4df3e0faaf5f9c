import Tree

extension OracleRunner {
  static let patchTables = [
    OracleTable("apply_three_way", share: 95) { oneCase, _ in
      guard let last = oneCase["lastApplied"], let modified = oneCase["modified"],
        let current = oneCase["current"]
      else { return "a document is missing" }
      var differences = Differences()
      do throws(PatchError) {
        let patch = try StrategicMerge.threeWay(
          lastApplied: last, modified: modified, current: current, shape: DeploymentShape())
        differences.expect("error", .null, is: oneCase["error"])
        differences.expect("patch", patch.json(), is: oneCase["patch"]?.json())
        let result = try StrategicMerge.applied(patch, to: current, shape: DeploymentShape())
        differences.expect("result", result.json(), is: oneCase["result"]?.json())
      } catch {
        differences.expect("error", .string(error.description), is: oneCase["error"])
      }
      do throws(PatchError) {
        let patch = try MergePatch.threeWay(
          lastApplied: last, modified: modified, current: current)
        differences.expect("merge patch", patch.json(), is: oneCase["jsonMergePatch"]?.json())
      } catch {
        differences.expect("error", .string(error.description), is: oneCase["jsonMergeError"])
      }
      return differences.summary(of: oneCase)
    }
  ]
}
