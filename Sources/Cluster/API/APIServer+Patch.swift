import Resources
import Simulation
import Store
import Tree

extension APIServer {
  mutating func patch(_ request: Request, _ moment: Moment) throws(Status) -> Response {
    if request.patchType == .apply { return try apply(request, moment) }
    let type = types[request.kind]
    let key = ObjectKey(request.namespace, request.name)
    guard let old = store.get(request.kind, key) else {
      throw .notFound(type.resource, request.name)
    }
    guard case .tree(let patch) = request.body else { throw .badRequest("the request has no body") }
    if request.subresource == "scale" {
      var scale = request
      scale.body = .tree(try patched(Scale.tree(of: old), patch, request, shape: nil))
      return try updateScale(scale, moment)
    }
    let tree = try patched(old.tree, patch, request, shape: type)
    var warnings: [String] = []
    let record = try decodePatched(tree, patch, request, &warnings)
    var response = try replace(record, request, moment)
    response.warnings = warnings
    return response
  }

  private func decodePatched(
    _ tree: Value, _ patch: Value, _ request: Request, _ warnings: inout [String]
  ) throws(Status) -> any Record {
    let type = types[request.kind]
    do throws(DecodingFailure) {
      let record = try type.decode(tree)
      if request.fieldValidation != .ignore {
        let unknown = Schemas.unknownFields(in: tree, type.structure)
          .map { "unknown field \(quoted($0))" }
        if request.fieldValidation == .strict, !unknown.isEmpty {
          // A patch that names unknown fields is unprocessable, not a bad request.
          var errors = FieldErrors()
          errors.invalid(
            "patch", patch.goPrinted,
            "strict decoding error: " + unknown.joined(separator: ", "))
          throw DecodingFailure(verbatim: "")
        }
        warnings += unknown
      }
      return record
    } catch {
      var status = Status(422, "Invalid", "")
      let detail =
        error.verbatim == "" ? "strict decoding error" : "unrecognized type: \(error.expected)"
      status.message =
        "\(type.resource.qualifiedKindTitle) \(quoted("")) is invalid: patch: Invalid value: \(quoted(patch.goPrinted)): \(detail)"
      status.causes = [
        Status.Cause(
          reason: "FieldValueInvalid",
          message: "Invalid value: \(quoted(patch.goPrinted)): \(detail)", field: "patch")
      ]
      throw status
    }
  }

  private func patched(
    _ tree: Value, _ patch: Value, _ request: Request, shape: (any KindType)?
  ) throws(Status) -> Value {
    switch request.patchType {
    case .merge: return MergePatch.applied(patch, to: tree)
    case .json:
      do throws(PatchError) { return try JSONPatch(patch).applied(to: tree) } catch {
        throw Status(
          422, "Invalid", "the server rejected our request due to an error in our request")
      }
    case .strategic:
      guard let shape else { return MergePatch.applied(patch, to: tree) }
      if shape is CustomType {
        throw Status(
          415, "UnsupportedMediaType",
          "the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml"
        )
      }
      do throws(PatchError) {
        return try StrategicMerge.applied(patch, to: tree, shape: shape.mergeShape)
      } catch { throw .badRequest(error.description) }
    case .apply: return tree
    }
  }
}

extension Resource {
  /// `Deployment.apps`, as messages about invalid objects name the kind.
  var qualifiedKindTitle: String { group.isEmpty ? kind : kind + "." + group }
}
