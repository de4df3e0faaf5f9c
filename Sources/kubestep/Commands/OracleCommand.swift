import ArgumentParser

struct OracleCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "oracle")
  mutating func run() throws { throw Leave(status: 2, message: "kubestep: oracle is being built") }
}
