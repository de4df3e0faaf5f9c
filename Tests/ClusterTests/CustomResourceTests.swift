import Resources
import Simulation
import Testing

@testable import Cluster

@Suite struct CustomResourceTests {
  static let definition = """
    {"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition",
     "metadata":{"name":"lessons.learn.example.com"},"spec":{"group":"learn.example.com",
     "scope":"Namespaced","names":{"plural":"lessons","singular":"lesson","kind":"Lesson","shortNames":["ls"]},
     "versions":[{"name":"v1","served":true,"storage":true,
      "additionalPrinterColumns":[{"name":"Level","type":"integer","jsonPath":".spec.level"}],
      "schema":{"openAPIV3Schema":{"type":"object","properties":{"spec":{"type":"object",
       "required":["level"],"properties":{"level":{"type":"integer","minimum":1},
       "title":{"type":"string","pattern":"^[A-Z]","default":"Untitled"},
       "mood":{"type":"string","enum":["calm","lively"]}}}}}}}]}}
    """

  private static func lesson(_ spec: String) -> String {
    """
    {"apiVersion":"learn.example.com/v1","kind":"Lesson","metadata":{"name":"intro"},"spec":{\(spec)}}
    """
  }

  @Test func aDefinitionMakesAKind() {
    var laboratory = Laboratory()
    laboratory.create(Self.definition)
    let type = laboratory.world.api.types.last
    #expect(type?.resource.groupResource == "lessons.learn.example.com")
    #expect(type?.resource.shortNames == ["ls"])
    laboratory.create(Self.lesson(#""level":1,"unknown":true"#))
    let place = laboratory.world.api.types.count - 1
    let object = laboratory.world.api.store.get(place, ObjectKey("default", "intro"))
    #expect(object?.tree["spec"]?.json() == #"{"level":1,"title":"Untitled"}"#)
    #expect(object?.cells(.zero) == ["intro", "1"])
    #expect(object?.metadata.generation == 1)
  }

  @Test(arguments: [
    (
      "\"level\":0",
      "spec.level: Invalid value: 0: spec.level in body should be greater than or equal to 1"
    ),
    ("", "spec.level: Required value"),
    (
      "\"level\":\"x\"",
      "spec.level: Invalid value: \"string\": spec.level in body must be of type integer: \"string\""
    ),
    (
      "\"level\":1,\"mood\":\"sad\"",
      "spec.mood: Unsupported value: \"sad\": supported values: \"calm\", \"lively\""
    ),
    (
      "\"level\":1,\"title\":\"low\"",
      "spec.title: Invalid value: \"low\": spec.title in body should match '^[A-Z]'"
    ),
  ]) func objectsAreChecked(_ spec: String, _ complaint: String) {
    var laboratory = Laboratory()
    laboratory.create(Self.definition)
    #expect(
      laboratory.refusal(Self.lesson(spec)) == "Lesson.learn.example.com \"intro\" is invalid: "
        + complaint)
  }

  /// Whatever the answer, a version on its way out warns of itself; one that is not, does not.
  @Test(arguments: [
    ("", []), (#""deprecated":true,"#, ["learn.example.com/v1 Lesson is deprecated"]),
    (#""deprecated":true,"deprecationWarning":"gone soon","#, ["gone soon"]),
  ]) func deprecatedVersionsWarn(_ fields: String, _ warnings: [String]) {
    var laboratory = Laboratory()
    laboratory.create(Self.definition.replacing(#""served""#, with: fields + #""served""#))
    let place = laboratory.world.api.types.count - 1
    let missing = laboratory.answer(
      Request(.get, place, namespace: "default", name: "nobody"))
    #expect(missing.failure?.code == 404)
    #expect(missing.warnings == warnings)
    #expect(laboratory.answer(Request(.list, place, namespace: "default")).warnings == warnings)
    #expect(laboratory.answer(Request(.list, Catalog.pods)).warnings.isEmpty)
  }

  @Test func theKindGoesWithItsDefinition() {
    var laboratory = Laboratory()
    laboratory.create(Self.definition)
    laboratory.create(Self.lesson("\"level\":1"))
    laboratory.delete(CustomResourceDefinition.self, "lessons.learn.example.com")
    #expect(laboratory.all(CustomResourceDefinition.self).isEmpty)
    let place = laboratory.world.api.types.count - 1
    #expect(laboratory.world.api.store.tables[place].count == 0)
    #expect(laboratory.answer(Request(.list, place, namespace: "default")).failure?.code == 404)
    #expect(laboratory.world.api.kinds(after: 2).last?.resource.kind == "")
    laboratory.create(Self.definition)
    laboratory.create(Self.lesson("\"level\":2"))
    let again = laboratory.world.api.types.count - 1
    #expect(again == place + 1)
    #expect(laboratory.world.api.store.tables[again].count == 1)
    laboratory.delete(Namespace.self, "default")
  }
}
