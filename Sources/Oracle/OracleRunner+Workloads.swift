import Resources
import Tree

extension OracleRunner {
  static let workloadTables = [
    OracleTable("intstr_scaled", share: 100) { oneCase, _ in
      guard let value = oneCase["value"].flatMap({ try? IntOrString(tree: $0) }) else {
        return "no value in \(oneCase.json())"
      }
      let total = Int(oneCase["total"]?.int ?? 0)
      var differences = Differences()
      for (name, error, roundingUp) in [("roundUp", "error", true), ("roundDown", "error2", false)]
      {
        do throws(IntOrStringError) {
          let scaled = try value.scaled(to: total, roundingUp: roundingUp)
          differences.expect(name, .int(Int64(scaled)), is: oneCase[name])
          differences.expect(error, .null, is: oneCase[error])
        } catch {
          differences.expect(name, .string(error.description), is: oneCase["error"])
        }
      }
      return differences.summary(of: oneCase)
    },
    OracleTable("deployment_rolling", share: 95) { oneCase, _ in
      guard let surge = oneCase["maxSurge"].flatMap({ try? IntOrString(tree: $0) }),
        let unavailable = oneCase["maxUnavailable"].flatMap({ try? IntOrString(tree: $0) })
      else { return "no limits in \(oneCase.json())" }
      let update = RollingArithmetic(
        replicas: Int(oneCase["replicas"]?.int ?? 0), maxSurge: surge,
        maxUnavailable: unavailable)
      var differences = Differences()
      func expect(_ name: String, _ number: Int) {
        differences.expect(name, .int(Int64(number)), is: oneCase[name])
      }
      expect("effectiveMaxSurge", update.effectiveMaxSurge)
      expect("effectiveMaxUnavailable", update.effectiveMaxUnavailable)
      expect("minAvailable", update.minAvailable)
      expect("recreateNewReplicas", update.replicas)
      do throws(IntOrStringError) {
        let resolved = try update.resolved()
        expect("resolvedSurge", resolved.surge)
        expect("resolvedUnavailable", resolved.unavailable)
        let new = Int(oneCase["newReplicas"]?.int ?? 0)
        let old = Int(oneCase["oldReplicas"]?.int ?? 0)
        expect(
          "newRSNewReplicas",
          try update.newReplicaSetSize(newReplicas: new, allReplicas: new + old))
      } catch {
        differences.expect("error", .string(error.description), is: oneCase["error"])
      }
      return differences.summary(of: oneCase)
    },
    OracleTable("deployment_proportion", share: 95) { oneCase, _ in
      func number(_ name: String) -> Int { Int(oneCase[name]?.int ?? 0) }
      let scaling = ProportionalScaling(
        deploymentReplicas: number("deploymentReplicas"), maxSurge: number("maxSurge"),
        statusReplicas: number("statusReplicas"))
      let share = scaling.share(
        ofSize: number("rsReplicas"),
        maxReplicasAnnotation: oneCase["maxReplicasAnnotation"]?.string,
        toAdd: number("toAdd"), added: number("added"))
      var differences = Differences()
      differences.expect("proportion", share, is: number("proportion"))
      return differences.summary(of: oneCase)
    },
    OracleTable("replicaset_deletion_order", share: 95) { oneCase, _ in
      guard let now = seconds(oneCase["now"]) else { return "no time in \(oneCase.json())" }
      let pods = (oneCase["pods"]?.array ?? []).map { pod in
        (
          name: pod["name"]?.string ?? "",
          rank: PodRank(
            nodeName: pod["node"]?.string ?? "", phase: pod["phase"]?.string ?? "",
            isReady: pod["ready"]?.bool ?? false, readySince: seconds(pod["readySince"]),
            deletionCost: pod["deletionCost"]?.string, rank: Int(pod["rank"]?.int ?? 0),
            restarts: Int(pod["restarts"]?.int ?? 0), created: seconds(pod["created"]),
            uid: pod["uid"]?.string ?? "")
        )
      }
      let order = stablySorted(pods) { $0.rank.isDeleted(before: $1.rank, now: now) }
      var differences = Differences()
      differences.expect(
        "order", .array(order.map { .string($0.name) }), is: oneCase["order"])
      return differences.summary(of: oneCase)
    },
    OracleTable("qos", share: 100) { oneCase, _ in
      let containers =
        (oneCase["containers"]?.array ?? []) + (oneCase["initContainers"]?.array ?? [])
      let quality = QualityOfService(
        containers.map { container in
          func quantity(_ part: String, _ name: String) -> Quantity? {
            container[["resources", part, name]].flatMap { try? Quantity(decoding: $0) }
          }
          return QualityOfService.Container(
            cpuRequest: quantity("requests", "cpu"), cpuLimit: quantity("limits", "cpu"),
            memoryRequest: quantity("requests", "memory"),
            memoryLimit: quantity("limits", "memory"))
        })
      var differences = Differences()
      differences.expect("qos", .string(quality.rawValue), is: oneCase["qos"])
      return differences.summary(of: oneCase)
    },
    OracleTable("toleration_tolerates", share: 100) { oneCase, _ in
      func text(_ part: String, _ name: String) -> String {
        oneCase[[part, name]]?.string ?? ""
      }
      let toleration = Toleration(
        key: text("toleration", "key"), operator: text("toleration", "operator"),
        value: text("toleration", "value"), effect: text("toleration", "effect"))
      let taint = Taint(
        key: text("taint", "key"), value: text("taint", "value"),
        effect: text("taint", "effect"))
      var differences = Differences()
      differences.expect(
        "tolerates", .bool(toleration.tolerates(taint)), is: oneCase["tolerates"])
      return differences.summary(of: oneCase)
    },
    OracleTable("cron_next", share: 95) { oneCase, _ in
      var differences = Differences()
      do throws(CronError) {
        let schedule = try CronSchedule(parsing: oneCase["spec"]?.string ?? "")
        differences.expect("error", .null, is: oneCase["error"])
        guard var time = seconds(oneCase["from"]) else { return "no time in \(oneCase.json())" }
        for expected in oneCase["next"]?.array ?? [] {
          let next = schedule.next(after: time)
          let text = next.map { Value.string(Timestamp(seconds: $0).text) } ?? .null
          differences.expect("next", text, is: expected)
          guard let next else { break }
          time = next
        }
      } catch {
        differences.expect("error", .string(error.description), is: oneCase["error"])
      }
      return differences.summary(of: oneCase)
    },
  ]

  private static func seconds(_ value: Value?) -> Int64? {
    value?.string.flatMap { try? Timestamp(parsing: $0).seconds }
  }
}
