/// What a system call fails with (errno.h).
package enum Errno: Int, Error, Hashable, Sendable {
  case notPermitted = 1
  case noEntry = 2
  case interrupted = 4
  case noDevice = 19
  case exists = 17
  case invalid = 22
  case tryAgain = 11
  case permission = 13
  case noSuchAddress = 99
  case addressInUse = 98
  case networkDown = 100
  case networkUnreachable = 101
  case messageTooLong = 90
  case connectionReset = 104
  case notConnected = 107
  case timedOut = 110
  case connectionRefused = 111
  case hostUnreachable = 113
  case brokenPipe = 32
  case noSuchProcess = 3
  case notSupported = 95

  /// As strerror says it.
  package var text: String {
    switch self {
    case .notPermitted: "Operation not permitted"
    case .noEntry: "No such file or directory"
    case .interrupted: "Interrupted system call"
    case .noDevice: "No such device"
    case .exists: "File exists"
    case .invalid: "Invalid argument"
    case .tryAgain: "Resource temporarily unavailable"
    case .permission: "Permission denied"
    case .noSuchAddress: "Cannot assign requested address"
    case .addressInUse: "Address already in use"
    case .networkDown: "Network is down"
    case .networkUnreachable: "Network is unreachable"
    case .messageTooLong: "Message too long"
    case .connectionReset: "Connection reset by peer"
    case .notConnected: "Transport endpoint is not connected"
    case .timedOut: "Connection timed out"
    case .connectionRefused: "Connection refused"
    case .hostUnreachable: "No route to host"
    case .brokenPipe: "Broken pipe"
    case .noSuchProcess: "No such process"
    case .notSupported: "Operation not supported"
    }
  }
}
