import Mutations
import Resources
import Simulation
import Testing
import Tree

@Suite struct SelectionTests {
  @Test func mapsKeepTheOrderOfBytes() {
    var map: StringMap = ["b": "1", "a": "2", "Z": "3"]
    #expect(map.keys == ["Z", "a", "b"])
    map["é"] = "4"
    map["a"] = nil
    #expect(map.tree.json() == "{\"Z\":\"3\",\"b\":\"1\",\"é\":\"4\"}")
    for index in 0..<50 { map["k\(index)"] = "\(index)" }
    #expect(map["k31"] == "31" && map["nosuch"] == nil && map.count == 53)
    #expect(map.keys == map.keys.sortedByBytes())
    #expect((try? StringMap(tree: map.tree)) == map)
  }

  @Test func selectors() throws {
    let selector = try Selector(parsing: "app=web, tier in (b,a,b),!old,n>3")
    #expect(selector.text == "app=web,n>3,!old,tier in (a,b)")
    #expect(selector.matches(["app": "web", "tier": "a", "n": "4"]))
    #expect(!selector.matches(["app": "web", "tier": "a", "n": "3"]))
    #expect(Selector.everything.matches([:]) && !Selector.nothing.matches([:]))
    #expect(LabelSelector().formatted == "<none>")
    #expect(
      LabelSelector(matchExpressions: [.init(key: "a", operation: "In")]).formatted == "<error>")
  }

  @Test func fields() throws {
    let selector = try FieldSelector(parsing: "status.phase!=Running,metadata.name=a\\,b")
    #expect(selector.text == "metadata.name=a\\,b,status.phase!=Running")
    #expect(selector.matches(["metadata.name": "a,b"]))
    #expect(selector.exactValue(of: "metadata.name") == "a,b")
  }

  @Test func surviveAnything() {
    var random = Random(seed: 8)
    let seeds = [
      "app=web,tier in (a,b),!old", "n>1,m<2", "a==b,c!=d,e notin ()", "x in (,)", "a=b\\,c,d!=e",
    ]
    for bytes in mutations(of: seeds, count: 20_000, &random) {
      let text = String(decoding: bytes, as: UTF8.self)
      if let selector = try? Selector(parsing: text) {
        #expect((try? Selector(parsing: selector.text)) == selector)
      }
      if let selector = try? FieldSelector(parsing: text) {
        #expect((try? FieldSelector(parsing: selector.text))?.text == selector.text)
      }
      _ = NameRules.qualifiedName(text)
      _ = NameRules.dns1123Subdomain(text)
    }
  }
}
