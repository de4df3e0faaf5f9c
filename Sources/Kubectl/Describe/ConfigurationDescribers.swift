import Cluster
import Tree

struct ConfigMapDescriber: KindDescriber {
  let kinds = ["ConfigMap"]

  func describe(
    _ tree: Value, _ page: inout Description, _ kubectl: inout Session
  ) throws(Halt) {
    page.nameAndNamespace(tree)
    page.labelsAndAnnotations(tree)
    page.line("")
    page.line("Data")
    page.line("====")
    for (key, value) in tree.members("data") {
      page.line(key + ":")
      page.line("----")
      page.line(value.goPrinted)
      page.line("")
    }
    page.line("")
    page.line("BinaryData")
    page.line("====")
    for (key, value) in tree.members("binaryData") {
      page.line("\(key): \(Base64Size.bytes(value.goPrinted)) bytes")
    }
    page.line("")
  }
}

struct SecretDescriber: KindDescriber {
  let kinds = ["Secret"]
  let showsEvents = false

  func describe(
    _ tree: Value, _ page: inout Description, _ kubectl: inout Session
  ) throws(Halt) {
    page.nameAndNamespace(tree)
    page.labelsAndAnnotations(tree)
    page.line("")
    page.field("Type", tree.text("type"))
    page.line("")
    page.line("Data")
    page.line("====")
    for (key, value) in tree.members("data") {
      page.field(key, "\(Base64Size.bytes(value.goPrinted)) bytes")
    }
  }
}

/// How many bytes a text in base 64 stands for.
enum Base64Size {
  static func bytes(_ text: String) -> Int {
    let digits = text.utf8.filter { $0 != UInt8(ascii: "=") && $0 > 0x20 }.count
    return digits * 3 / 4
  }
}

struct ServiceAccountDescriber: KindDescriber {
  let kinds = ["ServiceAccount"]

  func describe(
    _ tree: Value, _ page: inout Description, _ kubectl: inout Session
  ) throws(Halt) {
    page.nameAndNamespace(tree)
    page.labelsAndAnnotations(tree)
    let secrets = try kubectl.objects(
      "secrets", namespace: tree.text("metadata", "namespace"))
    let tokens = secrets.filter {
      $0.text("type") == "kubernetes.io/service-account-token"
        && $0.text("metadata", "annotations", "kubernetes.io/service-account.name") == tree.name
        && $0.text("metadata", "annotations", "kubernetes.io/service-account.uid")
          == tree.text("metadata", "uid")
    }
    let known = secrets.map(\.name)
    list(
      "Image pull secrets:", tree.items("imagePullSecrets").map { $0.text("name") }, known, &page)
    list("Mountable secrets: ", tree.items("secrets").map { $0.text("name") }, known, &page)
    list("Tokens:            ", tokens.map(\.name), known, &page)
  }

  private func list(
    _ title: String, _ names: [String], _ known: [String], _ page: inout Description
  ) {
    if names.isEmpty { return page.line("\(title)\t<none>") }
    for (place, name) in names.enumerated() {
      let start = place == 0 ? title : String(repeating: " ", count: title.count)
      page.line("\(start)\t\(name)" + (known.contains(name) ? "" : " (not found)"))
    }
  }
}

struct NamespaceDescriber: KindDescriber {
  let kinds = ["Namespace"]
  let showsEvents = false

  func describe(
    _ tree: Value, _ page: inout Description, _ kubectl: inout Session
  ) throws(Halt) {
    page.field("Name", tree.name)
    page.labelsAndAnnotations(tree)
    page.field("Status", tree.text("status", "phase"))
    let conditions = tree.items("status", "conditions")
    if !conditions.isEmpty {
      page.line("Conditions:")
      page.line("Type\tStatus\tLastTransitionTime\tReason\tMessage", level: 1)
      page.line("----\t------\t------------------\t------\t-------", level: 1)
      for condition in conditions {
        let cells = [
          condition.text("type"), condition.text("status"),
          Age.date(condition.text("lastTransitionTime")), condition.text("reason"),
          condition.text("message"),
        ]
        page.line(cells.joined(separator: "\t"), level: 1)
      }
    }
    page.line("")
    quotas(try kubectl.objects("resourcequotas", namespace: tree.name), &page)
    page.line("")
    let ranges = try kubectl.objects("limitranges", namespace: tree.name)
    if ranges.isEmpty { return page.line("No LimitRange resource.") }
    page.line("Resource Limits")
    LimitTable.header(" ", &page)
    for range in ranges { LimitTable.rows(range, " ", &page) }
  }

  private func quotas(_ quotas: [Value], _ page: inout Description) {
    if quotas.isEmpty { return page.line("No resource quota.") }
    page.line("Resource Quotas")
    for quota in quotas {
      page.field("Name", quota.name, level: 1)
      QuotaTable.scopes(quota, "* ", level: 1, &page)
      page.line("Resource\tUsed\tHard", level: 1)
      page.line("--------\t---\t---", level: 1)
      QuotaTable.rows(quota, level: 1, &page)
    }
  }
}
