import ArgumentParser
import Cluster
import Console
import Terminal
import Tree

/// `kubestep worlds [NAME]`: the built-in worlds.
struct WorldsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "worlds", abstract: "The built-in worlds; with a name, its YAML to copy and edit.")

  @Argument(help: "A built-in world.") var name: String?
  @Option(help: "en or zh-Hans.") var lang: String?

  mutating func run() throws {
    let language = try Languages.chosen(lang)
    guard let name else {
      for world in Worlds.all {
        Output.write(
          world.name + String(repeating: " ", count: max(1, 16 - world.name.count))
            + world.summary[language] + "\n")
      }
      return
    }
    guard let setup = Worlds.named(name) else {
      let known = Worlds.all.map(\.name).joined(separator: ", ")
      throw Leave(status: 2, message: "kubestep: there is no world \(name); there are \(known)")
    }
    Output.write(setup.tree.yaml())
  }
}
