import ArgumentParser

struct BenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "bench")
  mutating func run() throws { throw Leave(status: 2, message: "kubestep: bench is being built") }
}
