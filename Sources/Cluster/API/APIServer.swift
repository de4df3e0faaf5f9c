import Resources
import Simulation
import Store
import Tree

/// The API server: the only one that reads and writes the store.
///
/// Every request takes one path: authorise, decode and default, mutating admission, validate, validating
/// admission, commit. Watches are told by the world, from what the store's history gained.
package struct APIServer: Sendable {
  package internal(set) var store: Store
  /// What is known of each kind, at the kind's place in the store.
  package internal(set) var types: [any KindType]
  package internal(set) var watches: Watches
  package internal(set) var services: ServiceAllocator
  /// Kinds that came or went since the start, in order: what discovery showed at any time can be told from it.
  package internal(set) var discovery: [DiscoveryChange] = []
  /// Which kinds count the changes of their spec, at the kind's place.
  var countsGenerations: [Bool]
  var health = ControlPlaneHealth()
  var sharedSpecs = SharedSpecs()
  var admissions = AdmissionMemory()
  var random: Random

  package init(seed: UInt64, serviceRange: String = "10.96.0.0/12") {
    types = Catalog.builtIn
    countsGenerations = types.map { Generations.counts($0) }
    store = Store(kinds: types.count)
    watches = Watches(kinds: types.count)
    services = ServiceAllocator(range: serviceRange)
    random = Random(seed: seed).derived(1)
  }

  package func type(_ kind: Int) -> any KindType { types[kind] }

  /// Answers one request and commits what it wants.
  package mutating func handle(_ request: Request, at now: Instant, cause: EventID?) -> Response {
    if request.isDryRun {
      var rehearsal = self
      var real = request
      real.isDryRun = false
      return unwritten(rehearsal.handle(real, at: now, cause: cause), request)
    }
    let moment = Moment(now: now, cause: cause)
    do throws(Status) {
      try checkSize(of: request)
      try Authorizer(store).check(request, types[request.kind].resource)
      try checkServed(request)
    } catch {
      return Response(.failure(error))
    }
    var response = answer(request, moment)
    if let warning = types[request.kind].deprecationWarning {
      response.warnings.insert(warning, at: 0)
    }
    return response
  }

  /// What the kind's own handler says, be it no.
  private mutating func answer(_ request: Request, _ moment: Moment) -> Response {
    do throws(Status) {
      switch request.verb {
      case .get: return try get(request, moment)
      case .list: return try list(request, moment)
      case .watch: return try watch(request)
      case .create: return try create(request, moment)
      case .update: return try update(request, moment)
      case .patch: return try patch(request, moment)
      case .delete: return try delete(request, moment)
      case .deletecollection: return try deleteCollection(request, moment)
      }
    } catch {
      return Response(.failure(error))
    }
  }

  /// The answer to a rehearsal: the object keeps the version that it has in the store, if any.
  private func unwritten(_ response: Response, _ request: Request) -> Response {
    guard let record = response.record else { return response }
    var metadata = record.metadata
    let old = store.get(request.kind, record.key)
    metadata.resourceVersion = old?.metadata.resourceVersion ?? ""
    var response = response
    response.body = .record(record.replacingMetadata(metadata))
    return response
  }

  /// When a request is handled, and by which event.
  struct Moment {
    let now: Instant
    let cause: EventID?
  }
}
