import Resources
import Tree

/// The API server's way to say no (`metav1.Status`).
package struct Status: Error, Hashable, Sendable {
  /// One reason among several.
  package struct Cause: Hashable, Sendable {
    package let reason: String
    package let message: String
    package let field: String
  }

  package var code: Int
  package var reason: String
  package var message: String
  package var name = ""
  package var group = ""
  package var kind = ""
  package var causes: [Cause] = []
  package var retryAfterSeconds = 0

  package init(_ code: Int, _ reason: String, _ message: String) {
    self.code = code
    self.reason = reason
    self.message = message
  }

  private init(
    _ code: Int, _ reason: String, _ resource: Resource, _ name: String, _ message: String
  ) {
    self.init(code, reason, message)
    self.name = name
    group = resource.group
    kind = resource.plural
  }

  package static func notFound(_ resource: Resource, _ name: String) -> Status {
    Status(404, "NotFound", resource, name, "\(resource.groupResource) \(quoted(name)) not found")
  }

  package static func alreadyExists(_ resource: Resource, _ name: String) -> Status {
    Status(
      409, "AlreadyExists", resource, name,
      "\(resource.groupResource) \(quoted(name)) already exists")
  }

  package static func conflict(_ resource: Resource, _ name: String, _ detail: String) -> Status {
    Status(
      409, "Conflict", resource, name,
      "Operation cannot be fulfilled on \(resource.groupResource) \(quoted(name)): \(detail)")
  }

  /// Somebody wrote in between (optimistic concurrency).
  package static func stale(_ resource: Resource, _ name: String) -> Status {
    conflict(
      resource, name,
      "the object has been modified; please apply your changes to the latest version and try again")
  }

  package static func badRequest(_ message: String) -> Status { Status(400, "BadRequest", message) }

  package static func forbidden(_ resource: Resource, _ name: String, _ detail: String) -> Status {
    let subject =
      name.isEmpty ? resource.groupResource : "\(resource.groupResource) \(quoted(name))"
    return Status(403, "Forbidden", resource, name, "\(subject) is forbidden: \(detail)")
  }

  package static func invalid(_ resource: Resource, _ name: String, _ errors: FieldErrors) -> Status
  {
    let complaints = errors.complaints
    let list =
      complaints.count == 1
      ? complaints[0].message : "[" + complaints.map(\.message).joined(separator: ", ") + "]"
    let qualified = resource.group.isEmpty ? resource.kind : resource.kind + "." + resource.group
    var status = Status(
      422, "Invalid", "\(qualified) \(quoted(name)) is invalid: \(list)")
    status.name = name
    status.group = resource.group
    status.kind = resource.kind
    status.causes = complaints.map { Cause(reason: $0.reason, message: $0.detail, field: $0.field) }
    return status
  }

  package static func methodNotAllowed(_ resource: Resource, _ verb: Verb) -> Status {
    Status(
      405, "MethodNotAllowed", resource, "",
      "the server does not allow this method on the requested resource")
  }

  /// The object as it travels.
  package var tree: Value {
    var tree: Value = [
      "kind": "Status", "apiVersion": "v1", "metadata": [:], "status": "Failure",
      "message": .string(message), "reason": .string(reason), "code": .int(Int64(code)),
    ]
    var details: [(String, Value)] = []
    if !name.isEmpty { details.append(("name", .string(name))) }
    if !group.isEmpty { details.append(("group", .string(group))) }
    if !kind.isEmpty { details.append(("kind", .string(kind))) }
    if !causes.isEmpty {
      details.append(
        (
          "causes",
          .array(
            causes.map {
              [
                "reason": .string($0.reason), "message": .string($0.message),
                "field": .string($0.field),
              ]
            })
        ))
    }
    if !details.isEmpty { tree["details"] = .object(Fields(details)) }
    return tree
  }
}
