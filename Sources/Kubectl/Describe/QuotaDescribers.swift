import Cluster
import Tree

struct QuotaDescriber: KindDescriber {
  let kinds = ["ResourceQuota"]
  let showsEvents = false

  func describe(
    _ tree: Value, _ page: inout Description, _ kubectl: inout Session
  ) throws(Halt) {
    page.nameAndNamespace(tree)
    QuotaTable.scopes(tree, " * ", level: 0, &page)
    page.line("Resource\tUsed\tHard")
    page.line("--------\t----\t----")
    QuotaTable.rows(tree, level: 0, &page)
  }
}

/// What a quota allows and what is used of it.
enum QuotaTable {
  static func scopes(
    _ quota: Value, _ bullet: String, level: Int, _ page: inout Description
  ) {
    let scopes = quota.texts("spec", "scopes").sortedByBytes()
    if scopes.isEmpty { return }
    page.field("Scopes", scopes.joined(separator: ", "), level: level)
    for scope in scopes {
      let text = meaning(of: scope)
      if !text.isEmpty { page.line(bullet + text, level: level) }
    }
  }

  static func rows(_ quota: Value, level: Int, _ page: inout Description) {
    for (name, hard) in quota.members("status", "hard") {
      let used = quota.text("status", "used", name)
      page.line("\(name)\t\(used.isEmpty ? "0" : used)\t\(hard.goPrinted)", level: level)
    }
  }

  private static func meaning(of scope: String) -> String {
    switch scope {
    case "Terminating":
      "Matches all pods that have an active deadline. These pods have a limited lifespan on a node before being actively terminated by the system."
    case "NotTerminating":
      "Matches all pods that do not have an active deadline. These pods usually include long running pods whose container command is not expected to terminate."
    case "BestEffort":
      "Matches all pods that do not have resource requirements set. These pods have a best effort quality of service."
    case "NotBestEffort":
      "Matches all pods that have at least one resource requirement set. These pods have a burstable or guaranteed quality of service."
    default: ""
    }
  }
}

struct LimitRangeDescriber: KindDescriber {
  let kinds = ["LimitRange"]
  let showsEvents = false

  func describe(
    _ tree: Value, _ page: inout Description, _ kubectl: inout Session
  ) throws(Halt) {
    page.nameAndNamespace(tree)
    LimitTable.header("", &page)
    LimitTable.rows(tree, "", &page)
  }
}

/// The limits of a LimitRange, a line a resource.
enum LimitTable {
  static func header(_ indent: String, _ page: inout Description) {
    page.line(
      "\(indent)Type\tResource\tMin\tMax\tDefault Request\tDefault Limit\tMax Limit/Request Ratio")
    page.line(
      "\(indent)----\t--------\t---\t---\t---------------\t-------------\t-----------------------")
  }

  static func rows(_ range: Value, _ indent: String, _ page: inout Description) {
    let keys = ["min", "max", "defaultRequest", "default", "maxLimitRequestRatio"]
    for limit in range.items("spec", "limits") {
      var names: [String] = []
      for key in keys {
        for name in limit.members(key).names where !names.contains(name) { names.append(name) }
      }
      for name in names.sortedByBytes() {
        let cells = keys.map { limit.has($0, name) ? limit.text($0, name) : "-" }
        page.line(
          "\(indent)\(limit.text("type"))\t\(name)\t" + cells.joined(separator: "\t"))
      }
    }
  }
}
