import CEditShim
import Glibc

/// Another program that has the terminal for as long as it runs, as an editor does.
@MainActor package enum ForegroundProgram {
  package enum End: Equatable, Sendable {
    case done
    /// It ended with a status other than 0, or by a signal.
    case failed
    case notFound
  }

  /// Gives the terminal over as it was found, waits, and takes it back; Ctrl-C is the program's meanwhile.
  package static func run(_ arguments: [String]) -> End {
    guard !arguments.isEmpty else { return .notFound }
    var words: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) }
    words.append(nil)
    defer { for word in words { free(word) } }
    switch ce_run_foreground(&words) {
    case 0: return .done
    case -1: return .notFound
    default: return .failed
    }
  }
}
