import ArgumentParser

/// What the contract names and this version does not have yet: said plainly, with exit status 2.
struct QuizCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "quiz", abstract: "Questions (not in this version).")
  @Argument(parsing: .allUnrecognized) var rest: [String] = []
  mutating func run() throws {
    throw Leave(status: 2, message: "kubestep: quizzes are not in this version yet")
  }
}

/// `kubestep transcript`: conversions.
struct TranscriptCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "transcript", abstract: "Convert transcripts (not in this version).")
  @Argument(parsing: .allUnrecognized) var rest: [String] = []
  mutating func run() throws {
    throw Leave(status: 2, message: "kubestep: transcript conversions are not in this version yet")
  }
}

/// `kubestep sign`: receipts.
struct SignCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sign", abstract: "Sign receipts (not in this version).")
  @Argument(parsing: .allUnrecognized) var rest: [String] = []
  mutating func run() throws {
    throw Leave(status: 2, message: "kubestep: receipts are not in this version yet")
  }
}
