import Resources
import Simulation
import Store
import Tree

/// The one object that every scalable kind shows at its `scale` subresource (`autoscaling/v1.Scale`).
package enum Scale {
  package static func tree(of record: any Record) throws(Status) -> Value {
    let spec: Int32
    let status: Int32
    let selector: String
    switch record {
    case let set as Object<Deployment>:
      (spec, status, selector) = (
        set.spec.replicas ?? 0, set.status.replicas, set.spec.selector?.text ?? ""
      )
    case let set as Object<ReplicaSet>:
      (spec, status, selector) = (
        set.spec.replicas ?? 0, set.status.replicas, set.spec.selector?.text ?? ""
      )
    case let set as Object<StatefulSet>:
      (spec, status, selector) = (
        set.spec.replicas ?? 0, set.status.replicas, set.spec.selector?.text ?? ""
      )
    case let custom as CustomObject:
      guard let scale = custom.definition.scale else {
        throw Status(404, "NotFound", "the server could not find the requested resource")
      }
      spec = Int32(clamping: custom.content[path: scale.specReplicas]?.int ?? 0)
      status = Int32(clamping: custom.content[path: scale.statusReplicas]?.int ?? 0)
      selector = custom.content[path: scale.selector]?.string ?? ""
    case let set as Object<ReplicationController>:
      (spec, status, selector) = (
        set.spec.replicas ?? 0, set.status.replicas, set.spec.selector.selectorText
      )
    default:
      throw Status(404, "NotFound", "the server could not find the requested resource")
    }
    var metadata = Metadata(name: record.name, namespace: record.namespace)
    metadata.uid = record.uid
    metadata.resourceVersion = record.metadata.resourceVersion
    metadata.creationTimestamp = record.metadata.creationTimestamp
    var tree: Value = ["kind": "Scale", "apiVersion": "autoscaling/v1"]
    tree["metadata"] = metadata.tree
    tree["spec"] = spec == 0 ? [:] : ["replicas": .int(Int64(spec))]
    tree["status"] = ["replicas": .int(Int64(status)), "selector": .string(selector)]
    return tree
  }

  static func scaled(_ record: any Record, to replicas: Int32) -> (any Record)? {
    switch record {
    case let set as Object<Deployment>:
      var body = set.body
      body.spec.replicas = replicas
      return Object(set.metadata, body)
    case let set as Object<ReplicaSet>:
      var body = set.body
      body.spec.replicas = replicas
      return Object(set.metadata, body)
    case let set as Object<StatefulSet>:
      var body = set.body
      body.spec.replicas = replicas
      return Object(set.metadata, body)
    case let set as Object<ReplicationController>:
      var body = set.body
      body.spec.replicas = replicas
      return Object(set.metadata, body)
    case let custom as CustomObject:
      guard let scale = custom.definition.scale else { return nil }
      return custom.setting(scale.specReplicas, to: .int(Int64(replicas)))
    default: return nil
    }
  }
}

extension APIServer {
  mutating func updateScale(_ request: Request, _ moment: Moment) throws(Status) -> Response {
    let type = types[request.kind]
    let key = ObjectKey(request.namespace, request.name)
    guard let old = store.get(request.kind, key) else {
      throw .notFound(type.resource, request.name)
    }
    guard case .tree(let tree) = request.body else { throw .badRequest("the request has no body") }
    if let version = tree["metadata"]?["resourceVersion"]?.string, !version.isEmpty,
      version != old.metadata.resourceVersion
    {
      throw .stale(type.resource, old.name)
    }
    let replicas = tree["spec"]?["replicas"]?.int ?? 0
    guard replicas >= 0 else {
      var errors = FieldErrors()
      errors.invalid("spec.replicas", replicas, "must be greater than or equal to 0")
      let scale = Resource("autoscaling", "v1", "Scale", plural: "scales")
      throw .invalid(scale, old.name, errors)
    }
    guard let new = Scale.scaled(old, to: Int32(clamping: replicas)) else {
      throw Status(404, "NotFound", "the server could not find the requested resource")
    }
    let response = try replace(new, request, moment)
    guard let record = response.record else { return response }
    return Response(.tree(try Scale.tree(of: record)))
  }

  /// The node that a binding names.
  private static func target(of body: Request.Body) -> String? {
    switch body {
    case .binding(let node): node
    case .tree(let tree): tree["target"]?["name"]?.string
    default: nil
    }
  }

  /// Gives a pod its node: the scheduler's one write (`pods/binding`).
  mutating func bind(_ request: Request, _ moment: Moment) throws(Status) -> Response {
    let resource = Pod.resource
    guard let pod = store.get(Pod.self, ObjectKey(request.namespace, request.name)) else {
      throw .notFound(resource, request.name)
    }
    guard let node = Self.target(of: request.body) else {
      throw .badRequest("the request has no target")
    }
    if !pod.spec.nodeName.isEmpty {
      throw .conflict(
        resource, pod.name,
        "pod \(pod.name) is already assigned to node \(quoted(pod.spec.nodeName))")
    }
    if pod.metadata.isBeingDeleted {
      throw .conflict(
        resource, pod.name, "pod \(pod.name) is being deleted, cannot be assigned to a host")
    }
    if !pod.spec.schedulingGates.isEmpty {
      throw .conflict(resource, pod.name, "pod \(pod.name) has non-empty .spec.schedulingGates")
    }
    var body = pod.body
    body.sharedSpec = sharedSpecs.bound(pod.body.sharedSpec, to: node)
    body.status.set(PodCondition(type: "PodScheduled", status: "True"), at: Time(moment.now))
    return Response(.record(commit(Object(pod.metadata, body), request.kind, moment)))
  }
}

extension PodCondition {
  package init(type: String, status: String, reason: String = "", message: String = "") {
    self.init()
    self.type = type
    self.status = status
    self.reason = reason
    self.message = message
  }
}

extension PodStatus {
  /// Sets a condition; the time of transition moves only when the status does.
  package mutating func set(_ condition: PodCondition, at time: Time) {
    var new = condition
    if let place = conditions.firstIndex(where: { $0.type == condition.type }) {
      new.lastTransitionTime =
        conditions[place].status == condition.status ? conditions[place].lastTransitionTime : time
      conditions[place] = new
    } else {
      new.lastTransitionTime = time
      conditions.append(new)
    }
  }
}
