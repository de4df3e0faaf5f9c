import Cluster
import Resources
import Tree

/// Where the objects of a kind keep a pod's description.
enum PodTemplatePlace {
  /// The path of the pod's spec; nil for kinds that make no pods.
  static func spec(_ resource: Resource) -> [String]? {
    switch resource.groupResource {
    case "pods": ["spec"]
    case "cronjobs.batch": ["spec", "jobTemplate", "spec", "template", "spec"]
    case "deployments.apps", "replicasets.apps", "statefulsets.apps", "daemonsets.apps",
      "replicationcontrollers", "jobs.batch":
      ["spec", "template", "spec"]
    default: nil
    }
  }

  /// What is said of an object of a line that has none.
  static func refusal(_ target: Target, _ flags: ParsedFlags) -> Alteration {
    let isLocal = flags.isKnown("local") && flags.bool("local")
    let name = isLocal ? "\(target.resource.singular)/\(target.name)" : target.objectName
    return .failed([.message("error: \(name) \(missing(target))")])
  }

  /// What is said of an object without one; Go names its own type.
  static func missing(_ target: Target) -> String {
    let type =
      target.record is CustomObject
      ? "*unstructured.Unstructured" : "*\(target.resource.version).\(target.resource.kind)"
    return "the object is not a pod or does not have a pod template: \(type)"
  }
}

extension Value {
  /// Changes each of a pod spec's containers that `isChosen`; tells how many there were.
  mutating func changeContainers(
    _ spec: [String], includingInit: Bool = true, where isChosen: (String) -> Bool,
    _ change: (inout Value) -> Void
  ) -> Int {
    var count = 0
    for list in includingInit ? ["initContainers", "containers"] : ["containers"] {
      guard var containers = self[spec + [list]]?.array else { continue }
      for place in containers.indices where isChosen(containers[place]["name"]?.string ?? "") {
        change(&containers[place])
        count += 1
      }
      set((spec + [list])[...], to: .array(containers))
    }
    return count
  }
}
