import Mutations
import Simulation
import Testing
import Tree

/// A small kind with a merged list of maps, a merged list of scalars and a member that retains keys.
private struct Shape: MergeShape {
  func field(_ name: String) -> MergeField? {
    switch name {
    case "items": MergeField(shape: Shape(), strategy: .merge, mergeKey: "name")
    case "finalizers": MergeField(strategy: .merge)
    case "strategy": MergeField(shape: Shape(), retainsKeys: true)
    case "whole": MergeField(shape: Shape(), strategy: .replace)
    default: MergeField(shape: Shape())
    }
  }
}

@Suite struct PatchTests {
  @Test(arguments: [
    (#"{"a":"b"}"#, #"{"a":"c"}"#, #"{"a":"c"}"#), (#"{"a":"b"}"#, #"{"a":null}"#, "{}"),
    (#"{"a":["b"]}"#, #"{"a":"c"}"#, #"{"a":"c"}"#), (#"["a"]"#, #"["c"]"#, #"["c"]"#),
    (#"{"a":{"b":"c"}}"#, #"{"a":{"b":"d","c":null}}"#, #"{"a":{"b":"d"}}"#),
    ("{}", #"{"a":{"bb":{"ccc":null}}}"#, #"{"a":{"bb":{}}}"#),
  ])
  func mergePatches(document: String, patch: String, result: String) throws {
    #expect(
      MergePatch.applied(try Value(json: patch), to: try Value(json: document)).json() == result)
  }

  @Test(arguments: [
    (#"[{"op":"add","path":"/b/1","value":2}]"#, #"{"a":{"c":1},"b":[1,2,3]}"#),
    (#"[{"op":"add","path":"/b/-","value":4}]"#, #"{"a":{"c":1},"b":[1,3,4]}"#),
    (#"[{"op":"remove","path":"/a/c"}]"#, #"{"a":{},"b":[1,3]}"#),
    (#"[{"op":"replace","path":"/b/0","value":"x"}]"#, #"{"a":{"c":1},"b":["x",3]}"#),
    (#"[{"op":"move","from":"/a/c","path":"/d~1e"}]"#, #"{"a":{},"b":[1,3],"d/e":1}"#),
    (#"[{"op":"copy","from":"/b","path":"/c"}]"#, #"{"a":{"c":1},"b":[1,3],"c":[1,3]}"#),
    (#"[{"op":"test","path":"/a/c","value":1}]"#, #"{"a":{"c":1},"b":[1,3]}"#),
    (
      #"[{"op":"remove","path":"/x"}]"#,
      "error in remove for path: '/x': Unable to remove nonexistent key: x: missing value"
    ),
    (
      #"[{"op":"replace","path":"/x","value":1}]"#,
      "replace operation does not apply: doc is missing key: /x: missing value"
    ),
    (
      #"[{"op":"add","path":"/x/y","value":1}]"#,
      "add operation does not apply: doc is missing path: \"/x/y\": missing value"
    ),
    (
      #"[{"op":"add","path":"/b/9","value":1}]"#,
      "error in add for path: '/b/9': Unable to access invalid index: 9: invalid index referenced"
    ),
    (#"[{"op":"test","path":"/a/c","value":2}]"#, "testing value /a/c failed: test failed"),
    (#"[{"op":"jump","path":"/a"}]"#, "Unexpected kind: jump"),
    (#"{"op":"add"}"#, "json: cannot unmarshal object into Go value of type jsonpatch.Patch"),
  ])
  func jsonPatches(patch: String, result: String) throws {
    let document = try Value(json: #"{"a":{"c":1},"b":[1,3]}"#)
    do throws(PatchError) {
      let tree = (try? Value(json: patch)) ?? .null
      #expect(try JSONPatch(tree).applied(to: document).json() == result)
    } catch { #expect(error.description == result) }
  }

  @Test(arguments: [
    (#"{"items":[{"name":"b","v":2}]}"#, #"[{"name":"a","v":1},{"name":"b","v":2}]"#),
    (#"{"items":[{"name":"a","$patch":"delete"}]}"#, #"[{"name":"b","v":1}]"#),
    (#"{"items":[{"$patch":"replace"},{"name":"c"}]}"#, #"[{"name":"c"}]"#),
    (
      #"{"$setElementOrder/items":[{"name":"b"},{"name":"a"}]}"#,
      #"[{"name":"b","v":1},{"name":"a","v":1}]"#
    ),
    (#"{"items":[{"v":2}]}"#, "map: map[v:2] does not contain declared merge key: name"),
    (
      #"{"items":[{"name":"a","$patch":"nosuch"}]}"#,
      "unknown patch type: nosuch in map: map[$patch:nosuch name:a]"
    ),
  ])
  func directives(patch: String, items: String) throws {
    let document = try Value(json: #"{"items":[{"name":"a","v":1},{"name":"b","v":1}]}"#)
    do throws(PatchError) {
      let tree = (try? Value(json: patch)) ?? .null
      let result = try StrategicMerge.applied(tree, to: document, shape: Shape())
      #expect(result["items"]?.json() == items)
    } catch { #expect(error.description == items) }
  }

  @Test func retainedKeys() throws {
    let patch = try StrategicMerge.difference(
      from: ["strategy": ["type": "Rolling", "limits": ["x": 1]]],
      to: ["strategy": ["type": "Recreate"]], shape: Shape())
    #expect(
      patch.json()
        == #"{"strategy":{"$retainKeys":["type"],"limits":null,"type":"Recreate"}}"#)
  }

  /// A two-way patch makes the one document into the other, but for the order of merged lists.
  @Test func patchesLeadThere() throws {
    var random = Random(seed: 11)
    for _ in 0..<2_000 {
      let (from, to) = (document(&random), document(&random))
      #expect(MergePatch.applied(MergePatch.difference(from: from, to: to), to: from) == to)
      let patch = try StrategicMerge.difference(from: from, to: to, shape: Shape())
      let result = try StrategicMerge.applied(patch, to: from, shape: Shape())
      #expect(result == to, "\(patch.json()) from \(from.json())")
    }
  }

  private func document(_ random: inout Random, depth: Int = 0) -> Value {
    var fields = Fields()
    for name in ["a", "strategy", "whole"] where depth < 3 && random.below(2) == 0 {
      fields[name] = random.below(3) == 0 ? "x" : document(&random, depth: depth + 1)
    }
    for name in ["b", "c"] where random.below(2) == 0 {
      fields[name] = .int(Int64(random.below(3)))
    }
    if depth < 2, random.below(2) == 0 {
      let names = ["p", "q", "r", "s"].filter { _ in random.below(2) == 0 }
      fields["items"] = .array(
        names.map { name in
          var item = document(&random, depth: depth + 1)
          item["name"] = .string(name)
          return item
        })
    }
    if random.below(3) == 0 {
      fields["finalizers"] = .array(["u", "v", "w"].filter { _ in random.below(2) == 0 })
    }
    return .object(fields)
  }

  @Test func surviveAnything() {
    var random = Random(seed: 12)
    let seeds = [
      #"[{"op":"add","path":"/a/0","value":{"b":1}},{"op":"move","from":"/a","path":"/b/-"}]"#,
      #"{"items":[{"name":"a","$patch":"delete"}],"$setElementOrder/items":[{"name":"a"}]}"#,
      #"{"strategy":{"$retainKeys":["a"],"a":null},"$deleteFromPrimitiveList/finalizers":["u"]}"#,
    ]
    let documents: [Value] = [
      [
        "a": [1, ["b": .null]], "items": [["name": "a"], ["name": "b"]], "finalizers": ["u", "v"],
      ],
      ["strategy": ["a": 1, "b": 2], "b": []],
    ]
    for bytes in mutations(of: seeds, count: 20_000, &random) {
      guard let patch = try? Value(json: bytes) else { continue }
      for document in documents {
        _ = MergePatch.applied(patch, to: document)
        _ = try? JSONPatch(patch).applied(to: document)
        _ = try? StrategicMerge.applied(patch, to: document, shape: Shape())
        _ = try? StrategicMerge.threeWay(
          lastApplied: document, modified: patch, current: documents[0], shape: Shape())
      }
    }
  }
}
