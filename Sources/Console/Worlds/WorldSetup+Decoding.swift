import Cluster
import Manifest
import Resources
import Tree

import enum Machines.FlannelBackend

/// Why a world file is refused, with the place and the way out.
package struct WorldFileError: Error, Hashable, Sendable {
  package let line: Int?
  package let problem: String
  package var message: String { (line.map { "line \($0): " } ?? "") + problem }
}

extension WorldSetup {
  private static let sections = [
    "format", "name", "seed", "cluster", "clock", "network", "machines", "objects",
  ]
  private static let machineFields = [
    "name", "cpu", "memory", "pods", "storage", "address", "labels", "annotations", "taints",
    "images", "staticPods",
  ]
  /// More nodes than Kubernetes is said to hold.
  private static let nodeLimit = 5_000

  /// Reads a world file.
  package init(parsing text: String) throws(WorldFileError) {
    let document: ManifestDocument
    do throws(StrictYAMLError) { document = try StrictYAML.document(text) } catch {
      throw WorldFileError(line: error.line, problem: error.problem)
    }
    try self.init(document)
  }

  private init(_ document: ManifestDocument) throws(WorldFileError) {
    self.init()
    let reader = FileReader(document)
    let root = document.value
    try reader.check(root, at: "", fields: Self.sections)
    if let format = root["format"]?.int, format != 1 {
      throw reader.error(
        "format",
        "this world is of format \(format), and this kubestep reads format 1: use a newer one")
    }
    if let found = root["name"] { name = try reader.string(found, "name") }
    if let found = root["seed"] { seed = UInt64(bitPattern: try reader.int(found, "seed")) }
    if let cluster = root["cluster"] {
      try reader.check(cluster, at: "cluster", fields: ["podCIDR", "serviceCIDR", "controlPlane"])
      if let found = cluster["controlPlane"] {
        controlPlane = try reader.string(found, "cluster.controlPlane")
      }
      if let found = cluster["podCIDR"] { podRange = try reader.range(found, "cluster.podCIDR") }
      if let found = cluster["serviceCIDR"] {
        serviceRange = try reader.range(found, "cluster.serviceCIDR")
      }
    }
    if let clock = root["clock"] {
      try reader.check(clock, at: "clock", fields: ["age"])
      if let found = clock["age"] { age = max(0, min(86_400, try reader.int(found, "clock.age"))) }
    }
    if let network = root["network"] {
      try reader.check(network, at: "network", fields: ["laboratory"])
      let text = try reader.string(network["laboratory"] ?? "", "network.laboratory")
      guard let backend = FlannelBackend(rawValue: text) else {
        throw reader.error("network.laboratory", "network.laboratory is udp, vxlan or host-gw")
      }
      laboratory = backend
      age = 0
      return
    }
    try readMachines(root["machines"] ?? [], reader)
    guard case .array(let found) = root["objects"] ?? [] else {
      throw reader.error("objects", "objects is a list of manifests")
    }
    objects = found
    guard controlPlane.isEmpty || nodes.contains(where: { $0.name == controlPlane }) else {
      throw reader.error(
        "cluster.controlPlane", "cluster.controlPlane is the name of one of the machines")
    }
  }

  private mutating func readMachines(_ tree: Value, _ reader: FileReader) throws(WorldFileError) {
    guard case .array(let machines) = tree, !machines.isEmpty else {
      throw reader.error("machines", "machines is a list of at least one machine, each with a name")
    }
    guard machines.count <= Self.nodeLimit else {
      throw reader.error("machines", "a world has at most \(Self.nodeLimit) machines")
    }
    for (index, machine) in machines.enumerated() {
      let place = "machines[\(index)]"
      try reader.check(machine, at: place, fields: Self.machineFields)
      guard let name = machine["name"]?.string, NameRules.dns1123Subdomain(name).isEmpty else {
        throw reader.error(
          place + ".name", "a machine needs a name of lower case letters, digits and '-'")
      }
      if nodes.contains(where: { $0.name == name }) {
        throw reader.error(place + ".name", "there are two machines named \(name)")
      }
      var node = NodeSetup(name)
      for (field, path) in [
        ("cpu", \NodeSetup.cpu), ("memory", \NodeSetup.memory), ("pods", \NodeSetup.pods),
        ("storage", \NodeSetup.storage),
      ] {
        if let found = machine[field] {
          node[keyPath: path] = try reader.quantity(found, place + "." + field)
        }
      }
      if let found = machine["address"] {
        node.address = try reader.string(found, place + ".address")
      }
      if let found = machine["labels"] { node.labels = try reader.decode(found, place + ".labels") }
      if let found = machine["annotations"] {
        node.annotations = try reader.decode(found, place + ".annotations")
      }
      if let found = machine["staticPods"] {
        guard case .array(let pods) = found else {
          throw reader.error(place + ".staticPods", "staticPods is a list of manifests of pods")
        }
        node.staticPods = pods
      }
      if let found = machine["taints"] { node.taints = try reader.decode(found, place + ".taints") }
      if let found = machine["images"] {
        let images: [String] = try reader.decode(found, place + ".images")
        node.images = images
      }
      nodes.append(node)
    }
  }
}

/// Reads the parts of one of our own files and says where something is wrong.
struct FileReader {
  private let document: ManifestDocument

  init(_ document: ManifestDocument) { self.document = document }

  func error(_ path: String, _ problem: String) -> WorldFileError {
    WorldFileError(line: document.place(of: path)?.line, problem: problem)
  }

  func check(_ tree: Value, at path: String, fields: [String]) throws(WorldFileError) {
    guard case .object(let members) = tree else {
      throw error(
        path,
        "\(path.isEmpty ? "the file" : path) is a mapping of \(fields.joined(separator: ", "))")
    }
    for name in members.names where !fields.contains(name) {
      let place = path.isEmpty ? name : path + "." + name
      throw error(
        place, "there is no field \(name) here; known are \(fields.joined(separator: ", "))")
    }
  }

  func string(_ tree: Value, _ path: String) throws(WorldFileError) -> String {
    guard let text = tree.string else { throw error(path, "\(path) is a text") }
    return text
  }

  func int(_ tree: Value, _ path: String) throws(WorldFileError) -> Int64 {
    guard let number = tree.int else { throw error(path, "\(path) is a whole number") }
    return number
  }

  func range(_ tree: Value, _ path: String) throws(WorldFileError) -> String {
    let text = try string(tree, path)
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, IPv4Text.number(String(parts[0])) != nil, let bits = Int(parts[1]),
      (4...24).contains(bits)
    else { throw error(path, "\(path) is a range such as 10.244.0.0/16") }
    return text
  }

  func quantity(_ tree: Value, _ path: String) throws(WorldFileError) -> String {
    let text = tree.string ?? tree.int.map(String.init) ?? ""
    guard let quantity = try? Quantity(parsing: text), !quantity.isNegative else {
      throw error(path, "\(path) is a quantity such as 4, 500m or 8Gi")
    }
    return text
  }

  func decode<T: Coded>(_ tree: Value, _ path: String) throws(WorldFileError) -> T {
    do throws(DecodingFailure) { return try T(tree: tree) } catch {
      throw self.error(path, "\(path): \(error.message)")
    }
  }
}
