import ArgumentParser

struct LearnCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "learn")
  mutating func run() throws { throw Leave(status: 2, message: "kubestep: learn is being built") }
}
