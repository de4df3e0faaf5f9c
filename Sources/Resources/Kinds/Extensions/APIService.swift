import Simulation
import Tree

/// A group and version of the API and who serves it.
public struct APIService: Kind {
  public var spec: Value = .emptyObject
  public var status: Value = .emptyObject
  public var rest = Fields()
  public init() {}

  public static let resource = Resource(
    "apiregistration.k8s.io", "v1", "APIService", plural: "apiservices",
    categories: ["api-extensions"], namespaced: false, status: true)
  public static let schema = Schema<APIService>(
    "APIService", Text("A group and version of the API and who serves it.", "某个 API 组与版本由谁提供。")
  ) {
    $0.field("spec", \.spec, "Group, version and server.", "组、版本与服务者。")
    $0.field("status", \.status, "Whether it can be reached.", "是否可用。")
  }
  public static let columns: [Column<APIService>] = [
    .name,
    Column("Service") { object, _ in
      guard let service = object.spec["service"], service.object != nil else { return "Local" }
      return (service["namespace"]?.string ?? "") + "/" + (service["name"]?.string ?? "")
    },
    Column("Available") { object, _ in
      let condition = object.status["conditions"]?.array?.first {
        $0["type"]?.string == "Available"
      }
      guard let condition else { return "Unknown" }
      let word = condition["status"]?.string ?? "Unknown"
      return word == "True" ? word : "\(word) (\(condition["reason"]?.string ?? ""))"
    },
    .age,
  ]
}
