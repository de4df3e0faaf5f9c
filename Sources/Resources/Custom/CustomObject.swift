import Simulation
import Tree

/// One immutable version of an object of a custom kind.
public final class CustomObject: Record {
  public let definition: CustomDefinition
  public let metadata: Metadata
  /// Everything but apiVersion, kind and metadata.
  public let content: Value

  public init(_ definition: CustomDefinition, _ metadata: Metadata, _ content: Value) {
    self.definition = definition
    self.metadata = metadata
    self.content = content
  }

  public var resource: Resource { definition.resource }

  public var tree: Value {
    var tree = content
    tree["apiVersion"] = .string(resource.apiVersion)
    tree["kind"] = .string(resource.kind)
    tree["metadata"] = metadata.tree
    return tree
  }

  public func replacingMetadata(_ metadata: Metadata) -> any Record {
    CustomObject(definition, metadata, content)
  }

  func replacingContent(_ content: Value) -> CustomObject {
    CustomObject(definition, metadata, content)
  }

  public func setting(_ path: [String], to value: Value) -> CustomObject {
    var content = content
    content.set(path[...], to: value)
    return replacingContent(content)
  }

  public func cells(_ now: Instant) -> [String] {
    let tree = tree
    return [metadata.name] + definition.cells.map { Self.text($0, tree, now) }
  }

  private static func text(_ cell: CustomDefinition.Cell, _ tree: Value, _ now: Instant) -> String {
    guard let found = try? cell.path?.results(in: tree).first?.first, !found.isNull else {
      return cell.type == "date" ? "<unknown>" : ""
    }
    switch (cell.type, found) {
    case ("date", .string(let text)):
      guard let time = try? Time(tree: .string(text)) else { return "<invalid>" }
      return elapsed(since: time, now)
    case (_, .string(let text)): return text
    case (_, .bool(let flag)): return flag ? "true" : "false"
    case (_, .int(let number)): return String(number)
    case (_, .decimal(let text)): return text
    default: return found.json()
    }
  }

  public func field(_ path: String) -> String? {
    switch path {
    case "metadata.name": return metadata.name
    case "metadata.namespace": return metadata.namespace
    default:
      guard let known = definition.selectablePaths.first(where: { $0.name == path }) else {
        return nil
      }
      switch content[path: known.path] {
      case .string(let text)?: return text
      case .int(let number)?: return String(number)
      case .bool(let flag)?: return flag ? "true" : "false"
      default: return ""
      }
    }
  }
}

extension Value {
  /// The value at a path of member names; nil where a step is missing or there is no path.
  public subscript(path path: [String]) -> Value? { path.isEmpty ? nil : self[path] }
}
