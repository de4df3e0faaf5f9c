import ArgumentParser

@main
struct Kubestep: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "kubestep")
}
