import ArgumentParser

struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "check")
  mutating func run() throws { throw Leave(status: 2, message: "kubestep: check is being built") }
}
