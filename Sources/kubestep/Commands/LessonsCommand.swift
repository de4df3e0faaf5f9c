import ArgumentParser

struct LessonsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "lessons")
  mutating func run() throws { throw Leave(status: 2, message: "kubestep: lessons is being built") }
}
