import Resources

/// What a shell remembers: the working folder, variables, jobs and options.
package struct ShellSession: Hashable, Sendable {
  /// A program that runs in the background.
  package struct Job: Hashable, Sendable {
    package let number: Int
    package let pid: Int
    package let line: String

    package init(number: Int, pid: Int, line: String) {
      self.number = number
      self.pid = pid
      self.line = line
    }
  }

  /// The learner's own folder, which lies over the one that the program was started in.
  package static let home = "/home/learner"

  package var folder = ShellSession.home
  package var variables = StringMap()
  /// Names of the variables that programs get to see.
  package var exported: [String] = []
  package var status: Int32 = 0
  package var jobs: [Job] = []
  package var lastBackground: Int?
  /// `$0` and `$1` onwards.
  package var name = "sh"
  package var arguments: [String] = []
  /// Commands by signal name (`TERM`, `EXIT`).
  package var traps = StringMap()
  package var exitsOnError = false
  package var isTracing = false
  package var refusesUnset = false

  package init() {}

  package init(environment: StringMap, folder: String) {
    variables = environment
    exported = environment.keys
    self.folder = folder
  }

  /// What programs get to see.
  package var environment: StringMap {
    var result = StringMap()
    for name in exported {
      if let text = variables[name] { result[name] = text }
    }
    return result
  }
}
