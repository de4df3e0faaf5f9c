import Cluster
import Console
import protocol Console.Session
import Transcripts
import Tree

/// Starts a session again from what its transcript says of its beginning.
enum SessionFactory {
  static func session(for transcript: Transcript, path: String) throws -> any Session {
    guard let start = transcript.start else {
      throw Leave(status: 2, message: "kubestep: \(path) is a recording, but not one of kubestep's: it can be played, not replayed")
    }
    switch start.mode {
    case "sandbox": return try sandbox(start, path)
    default:
      throw Leave(status: 2, message: "kubestep: \(path): there is no session of kind \(start.mode) in this version")
    }
  }

  private static func sandbox(_ start: SessionStart, _ path: String) throws -> any Session {
    do throws(WorldFileError) {
      let setup = try WorldSetup(parsing: start.world.yaml())
      return Console(setup, language: start.language, isManual: start.isManual)
    } catch {
      throw Leave(status: 3, message: "kubestep: \(path): the world in it: \(error.message)")
    }
  }
}

extension SessionFactory {
  /// What a lesson's session says of steps and points; a sandbox has none.
  static func fill(_ grade: inout Grade, from session: any Session) {}
}
