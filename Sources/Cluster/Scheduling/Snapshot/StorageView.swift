import HashTreeCollections
import Resources
import Tree

/// Claims, volumes and storage classes as the scheduler needs them.
struct StorageView: Sendable {
  struct Claim: Sendable {
    var phase = ""
    var volumeName = ""
    var storageClass: String?
    var isBeingDeleted = false
    var isBound = false
    var accessModes: [String] = []
    var requested = Quantity.zero
    var selectedNode: String?
    var matcher: LabelMatcher?
  }

  struct Volume: Sendable {
    var nodeTerms: [NodeTerm]?
    var zones: [(key: String, values: [String])] = []
    var storageClass = ""
    var claim: ObjectKey?
    var capacity = Quantity.zero
    var accessModes: [String] = []
    var phase = ""
    var labels = StringMap()
    var driver = ""
  }

  struct Class: Sendable {
    var waitsForConsumer = false
    var provisioner = ""
    var topologies: [NodeTerm] = []
  }

  private(set) var claims = TreeDictionary<ObjectKey, Claim>()
  private var volumes = TreeDictionary<String, Volume>()
  private var classes = TreeDictionary<String, Class>()
  /// Names of volumes in byte order.
  private(set) var volumeNames: [String] = []

  func volume(_ name: String) -> Volume? { volumes[name] }
  func storageClass(_ name: String) -> Class? { classes[name] }

  mutating func setClaim(_ key: ObjectKey, _ record: (any Record)?) {
    claims[key] = record.map(Claim.init)
  }

  mutating func setVolume(_ name: String, _ record: (any Record)?) {
    volumes[name] = record.map(Volume.init)
    if let place = volumeNames.firstIndex(where: { !$0.precedes(name) }) {
      if volumeNames[place] == name {
        if record == nil { volumeNames.remove(at: place) }
      } else if record != nil {
        volumeNames.insert(name, at: place)
      }
    } else if record != nil {
      volumeNames.append(name)
    }
  }

  mutating func setClass(_ name: String, _ record: (any Record)?) {
    classes[name] = record.map(Class.init)
  }
}

extension StorageView.Claim {
  init(_ record: any Record) {
    let tree = record.tree
    let spec = tree["spec"]
    phase = tree[["status", "phase"]]?.string ?? ""
    volumeName = spec?["volumeName"]?.string ?? ""
    storageClass = spec?["storageClassName"]?.string
    isBeingDeleted = record.metadata.isBeingDeleted
    let annotations = record.metadata.annotations
    isBound =
      !volumeName.isEmpty && annotations["pv.kubernetes.io/bind-completed"] != nil
      || phase == "Bound"
    accessModes = (spec?["accessModes"]?.array ?? []).compactMap(\.string)
    if let amount = spec?[["resources", "requests", "storage"]] {
      requested = (try? Quantity(tree: amount)) ?? .zero
    }
    selectedNode = annotations["volume.kubernetes.io/selected-node"]
    if let selector = spec?["selector"] {
      matcher = LabelMatcher(try? LabelSelector(tree: selector))
    }
  }
}

extension StorageView.Volume {
  init(_ record: any Record) {
    let tree = record.tree
    let spec = tree["spec"]
    if let terms = spec?[["nodeAffinity", "required", "nodeSelectorTerms"]]?.array {
      nodeTerms = terms.compactMap { try? NodeSelectorTerm(tree: $0) }.map(NodeTerm.init)
    }
    labels = record.metadata.labels
    for label in labels where VolumeZone.labels.contains(label.key) {
      let values = label.value.split(separator: "__").map(String.init)
      zones.append((label.key, values))
    }
    storageClass = spec?["storageClassName"]?.string ?? ""
    if let name = spec?[["claimRef", "name"]]?.string {
      claim = ObjectKey(spec?[["claimRef", "namespace"]]?.string ?? "", name)
    }
    if let amount = spec?[["capacity", "storage"]] {
      capacity = (try? Quantity(tree: amount)) ?? .zero
    }
    accessModes = (spec?["accessModes"]?.array ?? []).compactMap(\.string)
    phase = tree[["status", "phase"]]?.string ?? ""
    driver = spec?[["csi", "driver"]]?.string ?? ""
  }
}

extension StorageView.Class {
  init(_ record: any Record) {
    let tree = record.tree
    waitsForConsumer = tree["volumeBindingMode"]?.string == "WaitForFirstConsumer"
    provisioner = tree["provisioner"]?.string ?? ""
    for topology in tree["allowedTopologies"]?.array ?? [] {
      var term = NodeSelectorTerm()
      for expression in topology["matchLabelExpressions"]?.array ?? [] {
        var requirement = NodeSelectorRequirement()
        requirement.key = expression["key"]?.string ?? ""
        requirement.operator = "In"
        requirement.values = (expression["values"]?.array ?? []).compactMap(\.string)
        term.matchExpressions.append(requirement)
      }
      topologies.append(NodeTerm(term))
    }
  }
}
