import Cluster
import Resources
import Tree

/// What went wrong with one of several objects: kubectl goes on and complains at the end.
package enum Problem: Hashable, Sendable {
  case status(Status)
  case message(String)

  /// As `cmdutil.StandardErrorMessage`, in a list of several.
  var text: String {
    switch self {
    case .status(let status): status.clientMessage
    case .message(let message): message
    }
  }

  /// Adds the file to what the server said, as `cmdutil.AddSourceToErr`.
  package func when(_ verb: String, _ source: String) -> Problem {
    switch self {
    case .status(var status):
      if ["ConnectionRefused", "Unreachable"].contains(status.reason) { return self }
      status.message = "error when \(verb) \(goQuoted(source)): \(status.message)"
      return .status(status)
    case .message(let message):
      return .message("error when \(verb) \(goQuoted(source)): \(message)")
    }
  }

  /// Ends the program with one or more complaints, as `cmdutil.CheckErr`; nil where there is none.
  package static func halt(_ problems: [Problem]) -> Halt? {
    if problems.isEmpty { return nil }
    if problems.count == 1 { return problems[0].halt }
    return .failure(problems.map(\.text).joined(separator: "\n"))
  }

  package var halt: Halt {
    switch self {
    case .status(let status): return .failure(status.clientReport)
    case .message(let message):
      return .failure(message.hasPrefix("error: ") ? message : "error: " + message)
    }
  }
}

extension Status {
  /// `Error from server (NotFound): pods "x" not found`.
  package var clientMessage: String {
    switch reason {
    case "ConnectionRefused", "Unreachable": message
    case "Unauthorized": "error: You must be logged in to the server (\(message))"
    case "": "Error from server: " + message
    default: "Error from server (\(reason)): \(message)"
    }
  }

  /// The message as kubectl ends with it: that of an invalid object lists what is wrong with it.
  package var clientReport: String {
    guard reason == "Invalid" else { return clientMessage }
    var text = "The request is invalid"
    if !kind.isEmpty || !name.isEmpty {
      text = "The \(kind) \(goQuoted(name)) is invalid"
    } else if !message.isEmpty, causes.isEmpty {
      text += ": " + message
    }
    var complaints: [String] = []
    for cause in causes {
      let complaint = cause.field.isEmpty ? cause.message : "\(cause.field): \(cause.message)"
      if !complaints.contains(complaint) { complaints.append(complaint) }
    }
    if complaints.isEmpty { return text }
    if complaints.count == 1 { return "\(text): \(complaints[0])" }
    return "\(text): \n" + complaints.map { "* \($0)" }.joined(separator: "\n")
  }
}

extension Session {
  /// Ends the program with what the server said.
  package func fail(_ status: Status) -> Halt { Problem.status(status).halt }

  /// Ends the program with `error: …`.
  package func fail(_ message: String) -> Halt { Problem.message(message).halt }

  /// Sends a request whose refusal ends the program.
  package mutating func demand(_ wish: Request) throws(Halt) -> Response {
    let response = try request(wish)
    if let status = response.failure { throw fail(status) }
    return response
  }
}
