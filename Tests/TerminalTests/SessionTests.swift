import Foundation
import Testing

/// What people do at the prompt, on a pseudo-terminal: the scripts beside this file drive the probe.
@Suite(.serialized) struct SessionTests {
  static let isRunnable = Python.run(["-c", "import pexpect"])?.status == 0
  static let missing: Comment = "python3 with pexpect is missing: apt-get install python3-pexpect"

  @Test(
    .enabled(if: isRunnable, missing),
    arguments: [
      "editing", "home_and_end", "chinese", "history_persists", "search", "completion", "paste",
      "interrupt_line", "interrupt_command", "interrupt_pipe", "history_of_several", "type_ahead",
      "end_of_input", "resize", "progress",
      "dumb", "no_terminal", "terminal_restored", "suspend", "suspend_without_job_control",
      "start_up",
    ])
  func session(_ name: String) throws {
    let probe = try #require(Python.probe, "editor-probe is not beside the tests")
    let run = try #require(Python.run([Python.script("session.py"), probe, name]))
    #expect(run.status == 0, "\(run.output)")
  }

  /// RACE_RUNS=2000 for the long version.
  @Test(.enabled(if: isRunnable, missing))
  func controlCAtEveryInstant() throws {
    let probe = try #require(Python.probe, "editor-probe is not beside the tests")
    let runs = ProcessInfo.processInfo.environment["RACE_RUNS"] ?? "60"
    let run = try #require(Python.run([Python.script("race.py"), runs, probe]))
    #expect(run.status == 0, "\(run.output)")
  }
}

/// Runs Python, which can fork onto a pseudo-terminal where Swift cannot.
enum Python {
  static var probe: String? { program("editor-probe") }

  /// A program of the package, where the build put it: with the test bundle.
  static func program(_ name: String) -> String? {
    var folders = CommandLine.arguments.filter { $0.contains(".xctest") }.map {
      let end = $0.range(of: ".xctest")?.lowerBound ?? $0.endIndex
      return URL(fileURLWithPath: String($0[..<end])).deletingLastPathComponent().path
    }
    folders.append(root + "/.build/debug")
    return folders.map { $0 + "/\(name)" }.first {
      FileManager.default.isExecutableFile(atPath: $0)
    }
  }

  private static var root: String {
    let file = URL(fileURLWithPath: #filePath)
    return file.deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().path
  }

  static func script(_ name: String) -> String { root + "/Tests/TerminalTests/Scripts/" + name }

  static func run(_ arguments: [String]) -> (status: Int32, output: String)? {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3"] + arguments
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = pipe
    process.standardError = pipe
    do { try process.run() } catch { return nil }
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: output, as: UTF8.self))
  }
}
