import Cluster
import Resources
import Shell

/// kubectl v1.32: words in, requests to the API server, text out.
package struct Kubectl: Command {
  package let name = "kubectl"
  package let isInContainers = false

  static let verbs = readingVerbs + writingVerbs

  package init() {}

  package func run(
    _ arguments: [String], input: String, _ system: inout System
  ) throws(Halt) -> Int32 {
    let found = try CommandTree.find(arguments)
    let specs = found.verb?.allFlags ?? FlagSpec.global
    let flags: ParsedFlags
    do throws(FlagError) { flags = try FlagParser.parse(found.words, specs) } catch {
      throw .failure("error: \(error.message)\nSee '\(found.title) --help' for usage.")
    }
    if flags.bool("help") || found.words.first == "help" && found.path.isEmpty {
      let path = flags.bool("help") ? found.path : Array(flags.positional.dropFirst())
      Help.print(path, &system)
      return 0
    }
    guard let verb = found.verb else {
      if let word = flags.positional.first {
        let words = flags.positional.joined(separator: " ")
        throw found.path.isEmpty
          ? CommandTree.unknown(word)
          : .failure(
            "error: unknown command \"\(words)\"\nSee '\(found.title) -h' for help and examples")
      }
      Help.print(found.path, &system)
      // A group alone is half a command; kubectl alone asks for help.
      return found.path.isEmpty ? 0 : 1
    }
    if flags.isSet("record") {
      system.printError(
        "Flag --record has been deprecated, --record will be removed in the future")
    }
    // A program that stops for an answer must keep what it asked.
    let configuration = try Configuration.read(&system, flags)
    if verb.path[0] != "config" { try configuration.check(flags, verb) }
    var session = try Session(system, configuration, flags, input: input, verb: verb)
    defer { system = session.system }
    return try verb.run(flags, &session)
  }
}
