import Resources
import Simulation
import Testing
import Tree

/// Every kind's one table reads what it writes and speaks both languages.
@Suite struct SchemaTests {
  static let kinds = Catalog.builtIn.map(\.resource.groupResource)

  private static func type(_ name: String) throws -> any KindType {
    Catalog.builtIn[try #require(Catalog.index(name))]
  }

  @Test(arguments: kinds) func treesComeBackAsTheyWere(_ name: String) throws {
    let type = try Self.type(name)
    let sample = Sample.tree(of: .structure { type.structure })
    let record = try type.decode(sample)
    var written = record.tree
    for key in ["apiVersion", "kind", "metadata"] { written[key] = nil }
    #expect(written == sample)
    #expect(type.isSame(try type.decode(record.tree), record))
  }

  @Test(arguments: kinds) func anEmptyObjectIsDecoded(_ name: String) throws {
    let type = try Self.type(name)
    let record = try type.decode(.emptyObject)
    #expect(type.isSame(try type.decode(record.tree), record))
    #expect(record.cells(.zero).count == type.columnNames.count)
  }

  @Test(arguments: kinds) func defaultsChangeNothingTheSecondTime(_ name: String) throws {
    let type = try Self.type(name)
    for tree in [Value.emptyObject, Sample.tree(of: .structure { type.structure })] {
      let once = type.withDefaults(try type.decode(tree))
      #expect(type.isSame(type.withDefaults(once), once))
      #expect(type.isSame(type.withDefaults(try type.decode(once.tree)), once))
    }
  }

  @Test(arguments: kinds) func textsAreInBothLanguages(_ name: String) throws {
    let type = try Self.type(name)
    var seen: [String] = []
    Sample.visit(.structure { type.structure }, at: type.resource.kind, &seen) { place, text in
      #expect(text.english.isEmpty == text.chinese.isEmpty, "\(place)")
    }
    #expect(!type.structure.text.english.isEmpty)
  }

  @Test func fieldsHaveOneNameEach() {
    for type in Catalog.builtIn {
      let names = type.structure.fields.map(\.name)
      #expect(names.count == Set(names).count, "\(type.resource.kind)")
    }
  }
}

/// Trees made from shapes: every field has a value.
enum Sample {
  static func tree(of shape: Shape, depth: Int = 0) -> Value {
    switch shape {
    case .string, .bytes: .string("text")
    case .bool: .bool(true)
    case .int32, .int64: .int(7)
    case .quantity: .string("100m")
    case .intOrString: .string("25%")
    case .time: .string("2026-11-23T14:36:09Z")
    case .microTime: .string("2026-11-23T14:36:09.000001Z")
    case .any: .object(["some": .int(1)])
    case .list(let inner): .array([tree(of: inner, depth: depth + 1)])
    case .map(let inner): .object(["name": tree(of: inner, depth: depth + 1)])
    case .structure(let make):
      .object(
        Fields(
          make().fields.map { ($0.name, depth > 16 ? .null : tree(of: $0.shape, depth: depth + 1)) }
        )
      )
    }
  }

  static func visit(
    _ shape: Shape, at place: String, _ seen: inout [String], _ body: (String, Text) -> Void
  ) {
    guard let structure = shape.innermostStructure, !seen.contains(structure.name) else { return }
    seen.append(structure.name)
    body(place, structure.text)
    for field in structure.fields {
      body(place + "." + field.name, field.text)
      visit(field.shape, at: place + "." + field.name, &seen, body)
    }
  }
}
