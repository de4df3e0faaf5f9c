import Cluster
import Tree

struct JobDescriber: KindDescriber {
  let kinds = ["Job.batch"]

  func describe(
    _ tree: Value, _ page: inout Description, _ kubectl: inout Session
  ) throws(Halt) {
    page.nameAndNamespace(tree)
    page.field("Selector", SelectorText.text(tree.at("spec", "selector") ?? .emptyObject))
    page.labelsAndAnnotations(tree)
    page.controller(tree)
    page.optional("Parallelism", tree.text("spec", "parallelism"))
    let completions = tree.text("spec", "completions")
    page.field("Completions", completions.isEmpty ? "<unset>" : completions)
    page.optional("Completion Mode", tree.text("spec", "completionMode"))
    page.optional("Suspend", tree.text("spec", "suspend"))
    page.optional("Backoff Limit", tree.text("spec", "backoffLimit"))
    page.optional("TTL Seconds After Finished", tree.text("spec", "ttlSecondsAfterFinished"))
    times(tree, &page)
    if tree.has("spec", "activeDeadlineSeconds") {
      page.field("Active Deadline Seconds", tree.text("spec", "activeDeadlineSeconds") + "s")
    }
    let status = tree.at("status") ?? .emptyObject
    let ready = status.has("ready") ? " (\(status.int("ready")) Ready)" : ""
    page.field(
      "Pods Statuses",
      "\(status.int("active")) Active\(ready) / \(status.int("succeeded")) Succeeded / \(status.int("failed")) Failed"
    )
    if tree.text("spec", "completionMode") == "Indexed" {
      page.field("Completed Indexes", Self.capped(status.text("completedIndexes")))
    }
    page.podTemplate(tree.at("spec", "template"))
  }

  private func times(_ tree: Value, _ page: inout Description) {
    let start = tree.text("status", "startTime")
    let end = tree.text("status", "completionTime")
    if !start.isEmpty { page.field("Start Time", Age.date(start)) }
    if !end.isEmpty { page.field("Completed At", Age.date(end)) }
    if !start.isEmpty, let finish = try? Timestamp(parsing: end) {
      page.field("Duration", Age.text(start, finish.seconds))
    }
  }

  /// A long list of indexes is cut at a comma.
  private static func capped(_ indexes: String) -> String {
    if indexes.isEmpty { return "<none>" }
    let tail = indexes.dropFirst(50)
    guard let comma = tail.firstIndex(of: ",") else { return indexes }
    return indexes[...comma] + "..."
  }
}

struct CronJobDescriber: KindDescriber {
  let kinds = ["CronJob.batch"]

  func describe(
    _ tree: Value, _ page: inout Description, _ kubectl: inout Session
  ) throws(Halt) {
    page.nameAndNamespace(tree)
    page.labelsAndAnnotations(tree)
    let spec = tree.at("spec") ?? .emptyObject
    func orUnset(_ text: String) -> String { text.isEmpty ? "<unset>" : text }
    page.field("Schedule", spec.text("schedule"))
    page.field("Concurrency Policy", spec.text("concurrencyPolicy"))
    let suspend = spec.at("suspend")?.bool
    page.field("Suspend", suspend.map { $0 ? "True" : "False" } ?? "<unset>")
    page.field("Successful Job History Limit", orUnset(spec.text("successfulJobsHistoryLimit")))
    page.field("Failed Job History Limit", orUnset(spec.text("failedJobsHistoryLimit")))
    let deadline = spec.text("startingDeadlineSeconds")
    page.field("Starting Deadline Seconds", deadline.isEmpty ? "<unset>" : deadline + "s")
    let job = spec.at("jobTemplate", "spec") ?? .emptyObject
    page.field("Selector", job.at("selector").map(SelectorText.text) ?? "<unset>")
    page.field("Parallelism", orUnset(job.text("parallelism")))
    page.field("Completions", orUnset(job.text("completions")))
    if job.has("activeDeadlineSeconds") {
      page.field("Active Deadline Seconds", job.text("activeDeadlineSeconds") + "s")
    }
    page.podTemplate(job.at("template"))
    let last = tree.text("status", "lastScheduleTime")
    page.field("Last Schedule Time", last.isEmpty ? "<unset>" : Age.date(last))
    let active = tree.items("status", "active").map { $0.text("name") }
    page.field("Active Jobs", active.isEmpty ? "<none>" : active.joined(separator: ", "))
  }
}

struct AutoscalerDescriber: KindDescriber {
  let kinds = ["HorizontalPodAutoscaler.autoscaling"]

  func describe(
    _ tree: Value, _ page: inout Description, _ kubectl: inout Session
  ) throws(Halt) {
    page.nameAndNamespace(tree)
    page.labelsAndAnnotations(tree)
    page.field("CreationTimestamp", Age.date(tree.text("metadata", "creationTimestamp")))
    let target = tree.at("spec", "scaleTargetRef") ?? .emptyObject
    page.field("Reference", "\(target.text("kind"))/\(target.text("name"))")
    page.field("Metrics", "( current / target )")
    let current = tree.items("status", "currentMetrics")
    for (place, metric) in tree.items("spec", "metrics").enumerated() {
      self.metric(metric, current.indices.contains(place) ? current[place] : nil, &page)
    }
    let minimum = tree.text("spec", "minReplicas")
    page.field("Min replicas", minimum.isEmpty ? "<unset>" : minimum)
    page.field("Max replicas", String(tree.int("spec", "maxReplicas")))
    if let behavior = tree.at("spec", "behavior") {
      page.line("Behavior:")
      direction("Scale Up", behavior.at("scaleUp"), &page)
      direction("Scale Down", behavior.at("scaleDown"), &page)
    }
    page.field(
      "\(target.text("kind")) pods",
      "\(tree.int("status", "currentReplicas")) current / \(tree.int("status", "desiredReplicas")) desired"
    )
    let conditions = tree.items("status", "conditions")
    if conditions.isEmpty { return }
    page.line("Conditions:")
    page.line("Type\tStatus\tReason\tMessage", level: 1)
    page.line("----\t------\t------\t-------", level: 1)
    for condition in conditions {
      let cells = ["type", "status", "reason", "message"].map { condition.text($0) }
      page.line(cells.joined(separator: "\t"), level: 1)
    }
  }

  private func metric(_ metric: Value, _ current: Value?, _ page: inout Description) {
    guard metric.text("type") == "Resource" || metric.text("type") == "ContainerResource" else {
      return page.line("<unknown metric type \(goQuoted(metric.text("type")))>", level: 1)
    }
    let key = metric.text("type") == "Resource" ? "resource" : "containerResource"
    let source = metric.at(key) ?? .emptyObject
    let now = current?.at(key, "current")
    var title = "resource \(source.text("name"))"
    if key == "containerResource" { title += " of container \"\(source.text("container"))\"" }
    title += " on pods"
    if source.has("target", "averageValue") {
      let value = now?.text("averageValue") ?? "<unknown>"
      page.line("\(title):\t\(value) / \(source.text("target", "averageValue"))", level: 1)
      return
    }
    var value = "<unknown>"
    if let now, now.has("averageUtilization") {
      value = "\(now.int("averageUtilization"))% (\(now.text("averageValue")))"
    }
    let utilization = source.text("target", "averageUtilization")
    let target = utilization.isEmpty ? "<auto>" : utilization + "%"
    page.line("\(title)  (as a percentage of request):\t\(value) / \(target)", level: 1)
  }

  private func direction(_ title: String, _ rules: Value?, _ page: inout Description) {
    guard let rules else { return }
    page.line(title + ":", level: 1)
    if rules.has("stabilizationWindowSeconds") {
      page.line(
        "Stabilization Window: \(rules.int("stabilizationWindowSeconds")) seconds", level: 2)
    }
    let policies = rules.items("policies")
    if policies.isEmpty { return }
    let choice = rules.text("selectPolicy")
    page.line("Select Policy: \(choice.isEmpty ? "Max" : choice)", level: 2)
    page.line("Policies:", level: 2)
    for policy in policies {
      page.line(
        "- Type: \(policy.text("type"))\tValue: \(policy.int("value"))\tPeriod: \(policy.int("periodSeconds")) seconds",
        level: 3)
    }
  }
}

struct DisruptionBudgetDescriber: KindDescriber {
  let kinds = ["PodDisruptionBudget.policy"]

  func describe(
    _ tree: Value, _ page: inout Description, _ kubectl: inout Session
  ) throws(Halt) {
    page.nameAndNamespace(tree)
    if tree.has("spec", "minAvailable") {
      page.field("Min available", tree.text("spec", "minAvailable"))
    } else {
      page.optional("Max unavailable", tree.text("spec", "maxUnavailable"))
    }
    page.field("Selector", tree.at("spec", "selector").map(SelectorText.text) ?? "<unset>")
    page.line("Status:")
    for (title, key) in [
      ("Allowed disruptions", "disruptionsAllowed"), ("Current", "currentHealthy"),
      ("Desired", "desiredHealthy"), ("Total", "expectedPods"),
    ] {
      page.field(title, String(tree.int("status", key)), level: 2)
    }
  }
}
