import ArgumentParser
import Console
import Terminal
import Transcripts
import Tree

/// `kubestep grade PATH…`: replays transcripts and grades what the replay shows.
struct GradeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "grade", abstract: "Replay transcripts and grade what the replay shows.",
    discussion:
      "A path is a transcript or a folder of them (*.cast). Exit status: 0 all passed, 1 something did not, 2 a file is no transcript, 4 one does not replay as it was recorded."
  )

  @Argument(help: "Transcripts, or folders of them.") var paths: [String]
  @Option(help: "text or json.") var format: String = "text"
  @Option(help: "Write the report to a file.") var output: String?

  mutating func run() throws {
    guard ["text", "json"].contains(format) else {
      throw Leave(
        status: 2, message: "kubestep: this version reports as text or json, not \(format)")
    }
    var grades: [Grade] = []
    var status: Int32 = 0
    for path in try expanded() {
      do {
        grades.append(try grade(path))
      } catch let problem as Leave {
        // One bad file does not cost the others their grade.
        Output.message(problem.message + "\n")
        status = max(status, problem.status)
      }
    }
    let report =
      format == "json"
      ? Value.array(grades.map(\.tree)).indentedJSON(by: 2, escapingHTML: false) + "\n"
      : grades.map(\.text).joined()
    if let output {
      if let problem = Disk.writeWhole(output, report) {
        throw Leave(status: 2, message: "kubestep: \(output): \(problem)")
      }
    } else {
      Output.write(report)
    }
    status = max(status, grades.map(\.exitStatus).max() ?? 0)
    if status != 0 { throw Leave(status: status) }
  }

  private func expanded() throws -> [String] {
    var files: [String] = []
    for path in paths {
      guard Disk.isFolder(path) else {
        files.append(path)
        continue
      }
      files += (Disk.list(path) ?? []).filter { $0.hasSuffix(".cast") }.map { path + "/" + $0 }
    }
    guard !files.isEmpty else {
      throw Leave(status: 2, message: "kubestep: there is no transcript (*.cast) there")
    }
    return files
  }

  private func grade(_ path: String) throws -> Grade {
    let transcript = try TranscriptFiles.read(path)
    let session = try SessionFactory.session(for: transcript, path: path)
    var replay = Replay(transcript, session: session)
    replay.finish()
    guard let start = transcript.start else { throw Leave(status: 2) }
    var grade = Grade(path, transcript, start, replay)
    SessionFactory.fill(&grade, from: replay.session)
    return grade
  }
}
