import ArgumentParser

struct FuzzCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "fuzz")
  mutating func run() throws { throw Leave(status: 2, message: "kubestep: fuzz is being built") }
}
