import ArgumentParser

struct PlayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "play")
  mutating func run() throws { throw Leave(status: 2, message: "kubestep: play is being built") }
}
