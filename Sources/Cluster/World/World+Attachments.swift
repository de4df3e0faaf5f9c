import Simulation

// What is typed for programs, and programs that show what a container's own program prints.
extension World {
  /// Gives a program the line that it waits for, or the end of its input; false where it waits for none.
  @discardableResult
  package mutating func supply(input text: String?, to pid: Int, cause: EventID? = nil) -> Bool {
    guard let process = process(pid), process.isRunning, process.inputPrompt != nil else {
      return false
    }
    processes[pid].tape.resolve(.input(text))
    // Without a cause in the world, what follows is led back to the line.
    schedule(.resume(pid), cause: cause)
    return true
  }

  /// The typed program that waits for a line, the latest one where there are several.
  package var reader: Int? {
    processes.indices.last {
      processes[$0].role == .typed && processes[$0].isRunning && processes[$0].inputPrompt != nil
    }
  }

  /// Whether a program waits for nothing but a watch's next event, or for what another one may print. A shell in a container
  /// that runs a typed line is not only looked at: the line is to end.
  package func isWatching(_ pid: Int) -> Bool {
    switch processes[pid].tape.pending {
    case .nextEvent?: true
    case .attach(let other, _, _)?: !processes[other].isConversing
    default: false
    }
  }

  /// The news that a program waits for; nil while there is none.
  func attachedNews(of pid: Int) -> AttachedNews? {
    guard case .attach(let other, let seen, let forInput)? = processes[pid].tape.pending else {
      return nil
    }
    let process = processes[other]
    let log = containerLogs[process.context.place]
    // A run that is over may have been followed by another, whose log is in its place.
    let isCurrent = containerPrograms[process.context.place] == other || !process.isRunning
    let pieces = isCurrent ? Array((log?.current ?? PagedArray()).dropFirst(seen)) : []
    let prompt = process.isRunning ? process.inputPrompt : nil
    guard !pieces.isEmpty || !process.isRunning || forInput && prompt != nil else { return nil }
    return AttachedNews(pieces: pieces, prompt: prompt, isOver: !process.isRunning)
  }

  /// Answers those that wait for news of a program which has just run; where it has ended, nobody types for it any more.
  mutating func tellAttached(to other: Int, cause: EventID?) {
    attachments.removeAll { !processes[$0.pid].isRunning }
    for pid in attachments.lazy.filter({ $0.other == other }).map(\.pid) {
      if let news = attachedNews(of: pid) {
        processes[pid].tape.resolve(.attached(news))
        schedule(.resume(pid), cause: cause)
      } else if !processes[other].isRunning {
        supply(input: nil, to: pid, cause: cause)
      }
    }
  }
}
