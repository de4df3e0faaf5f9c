import Cluster
import Manifest
import Resources
import Tree

/// The patches of a kustomization: parts of objects, or JSON patches with a target.
struct KustomizePatches {
  let folder: String
  let file: Value

  func apply(
    to objects: inout [KustomizedObject], _ kubectl: inout Session
  ) throws(Halt) {
    for entry in file["patchesStrategicMerge"]?.array ?? [] {
      try apply(["path": entry], to: &objects, &kubectl)
    }
    for entry in (file["patches"]?.array ?? []) + (file["patchesJson6902"]?.array ?? []) {
      try apply(entry, to: &objects, &kubectl)
    }
  }

  private func apply(
    _ entry: Value, to objects: inout [KustomizedObject], _ kubectl: inout Session
  ) throws(Halt) {
    var text = entry["patch"]?.string ?? ""
    if let path = entry["path"]?.string {
      guard case .text(let found) = try kubectl.system.find(folder + "/" + path) else {
        let whole = kubectl.system.absolute(folder + "/" + path)
        throw .failure(
          "loading patch from path: evalsymlink failure on '\(whole)' : lstat \(whole): no such file or directory"
        )
      }
      text = found
    }
    let documents: [Value]
    do throws(ManifestError) {
      documents = try Manifest(parsing: text).documents.map(\.valueOfKustomize)
    } catch { throw .failure("unable to parse patch: \(error.message)") }
    for patch in documents {
      let target = entry["target"] ?? .emptyObject
      let chosen = objects.indices.filter { isMeant(objects[$0], target, patch) }
      if chosen.isEmpty, entry["target"] == nil {
        let metadata = patch["metadata"]
        throw .failure(
          "no resource matches strategic merge patch \(goQuoted("\(patch["kind"]?.string ?? "").\(version(patch)).[\(group(patch))]/\(metadata?["name"]?.string ?? "").[noNs]")): no matches for Id \(patch["kind"]?.string ?? "").\(version(patch)).[\(group(patch))]/\(metadata?["name"]?.string ?? "").[noNs]; failed to find unique target for patch \(patch["kind"]?.string ?? "").\(version(patch)).[\(group(patch))]/\(metadata?["name"]?.string ?? "").[noNs]"
        )
      }
      for place in chosen {
        objects[place].tree = try patched(objects[place].tree, patch, &kubectl)
      }
    }
  }

  private func group(_ tree: Value) -> String {
    let parts = (tree["apiVersion"]?.string ?? "").split(separator: "/")
    return parts.count > 1 ? String(parts[0]) : "noGrp"
  }

  private func version(_ tree: Value) -> String {
    (tree["apiVersion"]?.string ?? "").split(separator: "/").last.map(String.init) ?? ""
  }

  /// By its target, else by the kind and name that the patch itself has.
  private func isMeant(_ object: KustomizedObject, _ target: Value, _ patch: Value) -> Bool {
    if target.object?.isEmpty ?? true {
      return object.kind == patch["kind"]?.string
        && object.originalName == patch["metadata"]?["name"]?.string
    }
    for (field, value) in [("kind", object.kind), ("group", object.group)] {
      if let wanted = target[field]?.string, wanted != value { return false }
    }
    if let name = target["name"]?.string, name != object.originalName {
      guard name.hasSuffix(".*"), object.originalName.hasPrefix(name.dropLast(2)) else {
        return false
      }
    }
    return true
  }

  private func patched(
    _ tree: Value, _ patch: Value, _ kubectl: inout Session
  ) throws(Halt) -> Value {
    do throws(PatchError) {
      if case .array = patch { return try JSONPatch(patch).applied(to: tree) }
      var patch = patch
      if patch["$patch"] == nil { patch.set("metadata", "name", to: tree["metadata"]?["name"]) }
      if let kind = kubectl.kindType(of: tree), kind.isBuiltIn {
        return try StrategicMerge.applied(patch, to: tree, shape: kind.mergeShape)
      }
    } catch { throw .failure(error.description) }
    return MergePatch.applied(patch, to: tree)
  }
}
