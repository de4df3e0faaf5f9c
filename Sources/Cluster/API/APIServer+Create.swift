import Resources
import Simulation
import Store
import Tree

extension APIServer {
  mutating func create(_ request: Request, _ moment: Moment) throws(Status) -> Response {
    if request.subresource == "binding" { return try bind(request, moment) }
    if request.subresource == "eviction" { return try evict(request, moment) }
    let type = types[request.kind]
    if request.kind == Catalog.bindings { return try bindByName(request, moment) }
    if type.resource.verbs == ["create"] { return try review(request, moment) }
    var warnings: [String] = []
    var record = try decode(request, &warnings)
    record = try placed(record, request, type)
    record = try admitted(record, request, moment)
    record = try identified(record, request, moment)
    record = type.preparedForCreate(record)
    var errors = FieldErrors()
    MetadataRules.validate(record.metadata, type.resource, type.nameRule, &errors)
    validateBody(record, type, &errors)
    guard errors.isEmpty else { throw .invalid(type.resource, record.name, errors) }
    record = try services.allocate(for: record, old: nil)
    try admitValidating(record, old: nil, request, moment)
    record = tracked(record, old: nil, request, moment)
    let created = store.create(
      record, kind: request.kind, at: moment.now, cause: moment.cause)
    guard let written = created else {
      services.release(record)
      throw .alreadyExists(type.resource, record.name)
    }
    kindCreated(written, moment)
    var response = Response(.record(written), warnings: warnings)
    response.isCreated = true
    return response
  }

  /// What is wrong with a new object; a pod's spec that was found valid before is not looked at again.
  private mutating func validateBody(
    _ record: any Record, _ type: any KindType, _ errors: inout FieldErrors
  ) {
    guard let pod = record as? Object<Pod> else { return type.validate(record, &errors) }
    if sharedSpecs.isValid(pod.body.sharedSpec) { return }
    let isValidSoFar = errors.isEmpty
    type.validate(record, &errors)
    if isValidSoFar, errors.isEmpty { sharedSpecs.setValid(pod.body.sharedSpec) }
  }

  /// The object of a request's body, in the server's own types.
  func decode(_ request: Request, _ warnings: inout [String]) throws(Status) -> any Record {
    switch request.body {
    case .record(let record): return record
    case .none, .binding: throw .badRequest("the request has no body")
    case .tree(let tree): return try decode(tree, request, &warnings)
    }
  }

  func decode(_ tree: Value, _ request: Request, _ warnings: inout [String]) throws(Status)
    -> any Record
  {
    let type = types[request.kind]
    let resource = type.resource
    let prefix =
      "\(resource.kind) in version \(quoted(resource.version)) cannot be handled as a \(resource.kind): "
    let record: any Record
    do throws(DecodingFailure) { record = try type.decode(tree) } catch {
      throw .badRequest(prefix + error.message)
    }
    guard request.fieldValidation != .ignore else { return record }
    let unknown = Schemas.unknownFields(in: tree, type.structure).map {
      "unknown field \(quoted($0))"
    }
    if unknown.isEmpty { return record }
    if request.fieldValidation == .strict {
      throw .badRequest(prefix + "strict decoding error: " + unknown.joined(separator: ", "))
    }
    warnings += unknown
    return record
  }

  /// Puts the object into the namespace of the request, or refuses where they disagree.
  private func placed(
    _ record: any Record, _ request: Request, _ type: any KindType
  ) throws(Status) -> any Record {
    if type.resource.isNamespaced, record.namespace == request.namespace { return record }
    var metadata = record.metadata
    guard type.resource.isNamespaced else {
      metadata.namespace = ""
      return record.replacingMetadata(metadata)
    }
    if metadata.namespace.isEmpty { metadata.namespace = request.namespace }
    guard metadata.namespace == request.namespace else {
      throw .badRequest(
        "the namespace of the provided object does not match the namespace sent on the request")
    }
    return record.replacingMetadata(metadata)
  }

  /// Gives a new object its name, identity and time.
  private mutating func identified(
    _ record: any Record, _ request: Request, _ moment: Moment
  ) throws(Status) -> any Record {
    var metadata = record.metadata
    if metadata.name.isEmpty, !metadata.generateName.isEmpty {
      // The API server cuts the prefix so that five characters fit (names.SimpleNameGenerator).
      metadata.name = String(metadata.generateName.prefix(58)) + random.suffix(length: 5)
    }
    if metadata.name.isEmpty {
      var errors = FieldErrors()
      errors.required("metadata.name", "name or generateName is required")
      throw .invalid(types[request.kind].resource, "", errors)
    }
    if !metadata.resourceVersion.isEmpty {
      throw .badRequest("resourceVersion should not be set on objects to be created")
    }
    metadata.uid = random.uuid()
    metadata.creationTimestamp = Time(moment.now)
    metadata.deletionTimestamp = nil
    metadata.deletionGracePeriodSeconds = nil
    metadata.generation = countsGenerations[request.kind] ? 1 : 0
    return record.replacingMetadata(metadata)
  }
}

/// Which kinds count the changes of their spec; a pod does only from 1.33 on, a node and a Service never.
enum Generations {
  static func counts(_ type: any KindType) -> Bool {
    type is CustomType || counts(type.resource)
  }

  static func counts(_ resource: Resource) -> Bool {
    switch resource.groupResource {
    case "deployments.apps", "replicasets.apps", "statefulsets.apps", "daemonsets.apps",
      "replicationcontrollers", "jobs.batch", "cronjobs.batch", "ingresses.networking.k8s.io",
      "networkpolicies.networking.k8s.io", "poddisruptionbudgets.policy", "podtemplates",
      "priorityclasses.scheduling.k8s.io", "ingressclasses.networking.k8s.io",
      "customresourcedefinitions.apiextensions.k8s.io", "endpointslices.discovery.k8s.io",
      "flowschemas.flowcontrol.apiserver.k8s.io",
      "prioritylevelconfigurations.flowcontrol.apiserver.k8s.io",
      "validatingwebhookconfigurations.admissionregistration.k8s.io",
      "mutatingwebhookconfigurations.admissionregistration.k8s.io",
      "validatingadmissionpolicies.admissionregistration.k8s.io",
      "validatingadmissionpolicybindings.admissionregistration.k8s.io",
      "csidrivers.storage.k8s.io":
      true
    default: false
    }
  }
}

/// Looks for fields that a kind does not have; apiVersion, kind and metadata belong to every object.
enum Schemas {
  static func unknownFields(in tree: Value, _ structure: Structure) -> [String] {
    guard case .object(var members) = tree else { return [] }
    members["apiVersion"] = nil
    members["kind"] = nil
    let metadata = members.take("metadata")
    var found = Shape.structure { structure }.unknownFields(in: .object(members))
    if let metadata { found += Metadata.shape.unknownFields(in: metadata, at: "metadata") }
    return found.sortedByBytes()
  }
}
