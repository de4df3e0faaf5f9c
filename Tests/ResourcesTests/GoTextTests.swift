import Resources
import Testing
import Tree

@Suite struct GoTextTests {
  private static func spec(_ json: String) throws -> PodSpec {
    var spec = try PodSpec(tree: Value(json: json))
    spec.setDefaults()
    return spec
  }

  /// The text with plain blanks in place of those that go-cmp uses half of the time.
  private static func difference(_ name: String, _ old: PodSpec, _ new: PodSpec) -> String {
    String(GoDifference.text(name, old, new).map { $0 == "\u{A0}" ? " " : $0 })
  }

  /// As a cluster of 1.32 answered a patch of the grace period.
  @Test func aChangedNumberHasTwoFieldsAroundIt() throws {
    let old = try Self.spec(#"{"containers":[{"name":"nginx","image":"nginx:1.27"}]}"#)
    var new = old
    new.terminationGracePeriodSeconds = 5
    #expect(
      Self.difference("core.PodSpec", old, new) == """
          core.PodSpec{
          \t... // 3 identical fields
          \tEphemeralContainers:           nil,
          \tRestartPolicy:                 "Always",
        - \tTerminationGracePeriodSeconds: &30,
        + \tTerminationGracePeriodSeconds: &5,
          \tActiveDeadlineSeconds:         nil,
          \tDNSPolicy:                     "ClusterFirst",
          \t... // 26 identical fields
          }

        """)
  }

  @Test func aNewMapIsShownWithItsType() throws {
    let old = try Self.spec(#"{"containers":[{"name":"c","image":"nginx"}]}"#)
    var new = old
    new.nodeSelector = ["disk": "ssd"]
    let text = Self.difference("core.PodSpec", old, new)
    #expect(text.contains("- \tNodeSelector:                 nil,"))
    #expect(
      text.contains("+ \tNodeSelector:                 map[string]string{\"disk\": \"ssd\"},"))
    #expect(text.contains("\t... // 23 identical fields"))
  }

  @Test func changesInsideOfContainersAreGoneInto() throws {
    let old = try Self.spec(#"{"containers":[{"name":"c","image":"nginx","command":["a"]}]}"#)
    let new = try Self.spec(#"{"containers":[{"name":"c","image":"nginx","command":["b"]}]}"#)
    let text = Self.difference("core.PodSpec", old, new)
    #expect(
      text.contains("\tContainers: []core.Container{\n  \t\t{\n  \t\t\tName:       \"c\","),
      "\(text)")
    #expect(text.contains("- \t\t\tCommand:    []string{\"a\"},"))
  }

  @Test func templatesAreShownWithTypes() throws {
    var template = PodTemplate()
    template.metadata.labels = ["app": "x"]
    let text = GoValue.text(template, package: "core")
    #expect(
      text.hasPrefix(
        "core.PodTemplateSpec{ObjectMeta:v1.ObjectMeta{Name:\"\", GenerateName:\"\", Namespace:\"\""
      ))
    #expect(text.contains("Labels:map[string]string{\"app\":\"x\"}"))
  }
}
