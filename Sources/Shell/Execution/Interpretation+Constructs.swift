import Cluster

// Groups, loops and choices.
extension Interpretation {
  mutating func run(_ statement: Statement, _ system: inout System) throws(Halt) -> Flow {
    line = statement.line
    if case .simple(let assignments, let words) = statement.kind {
      return try runSimple(assignments, words, statement.redirections, &system)
    }
    if case .function(let name, let body) = statement.kind {
      functions.removeAll { $0.name == name }
      functions.append(Function(name: name, body: body, documents: documents))
      system.session.status = 0
      return .next
    }
    let isSubshell = if case .subshell = statement.kind { true } else { false }
    guard isSubshell || !statement.redirections.isEmpty else {
      return try runInner(statement.kind, &system)
    }
    let frame: Frame
    if case .frame(let kept)? = resumption.first {
      resumption.removeFirst()
      frame = kept
    } else {
      frame = Frame(system, input, session: isSubshell)
      guard try redirect(statement.redirections, &system) else {
        leave(frame, &system)
        system.session.status = 1
        return .next
      }
    }
    path.append(.frame(frame))
    let flow = try runInner(statement.kind, &system)
    path.removeLast()
    leave(
      frame, &system, restoringInput: statement.redirections.contains { $0.isInput })
    return isSubshell ? .next : flow
  }

  private mutating func runInner(
    _ kind: Statement.Kind, _ system: inout System
  ) throws(Halt) -> Flow {
    switch kind {
    case .group(let program): return try run(program, &system)
    case .subshell(let program): return try runSubshell(program, &system)
    case .loop(let isUntil, let condition, let body):
      return try loop(isUntil, condition, body, &system)
    case .each(let name, let words, let body): return try each(name, words, body, &system)
    case .choice(let branches, let otherwise): return try choose(branches, otherwise, &system)
    case .match(let word, let cases): return try match(word, cases, &system)
    case .simple, .function: return .next
    }
  }

  private mutating func runSubshell(
    _ program: Program, _ system: inout System
  ) throws(Halt) -> Flow {
    let balance = balance(system)
    do throws(Halt) { return try run(program, &system) } catch {
      restore(balance, &system)
      guard case .exit(let status, let message) = error else { throw error }
      if !message.isEmpty { system.printError(message) }
      system.session.status = status
      return .next
    }
  }

  private mutating func loop(
    _ isUntil: Bool, _ condition: Program, _ body: Program, _ system: inout System
  ) throws(Halt) -> Flow {
    var isFirst = true
    var isInside = false
    if case .round? = resumption.first {
      resumption.removeFirst()
      isInside = !resumption.isEmpty
    }
    loops += 1
    defer { loops -= 1 }
    var status: Int32 = 0
    while true {
      if !isFirst { try beginRound([], &system) }
      isFirst = false
      if !isInside {
        let check = try runCondition(condition, &system)
        if let flow = stays(check) { return flow }
        if check != .next { continue }
        guard (system.session.status == 0) != isUntil else { break }
      }
      isInside = false
      path.append(.round(words: []))
      let flow = try run(body, &system)
      path.removeLast()
      status = system.session.status
      if let flow = stays(flow) { return flow }
    }
    system.session.status = status
    return .next
  }

  /// A loop within a condition is not gone on with at a checkpoint.
  private mutating func runCondition(
    _ condition: Program, _ system: inout System
  ) throws(Halt) -> Flow {
    conditions += 1
    system.depth += 1
    let flow = try run(condition, &system)
    system.depth -= 1
    conditions -= 1
    return flow
  }

  private mutating func each(
    _ name: String, _ words: [Word]?, _ body: Program, _ system: inout System
  ) throws(Halt) -> Flow {
    var left: [String]
    var isInside = false
    if case .round(let kept)? = resumption.first {
      resumption.removeFirst()
      left = kept
      isInside = !resumption.isEmpty
    } else if let words {
      left = try fields(words, &system)
    } else {
      left = system.session.arguments
    }
    loops += 1
    defer { loops -= 1 }
    var isFirst = true
    if !isInside { system.session.status = 0 }
    while isInside || !left.isEmpty {
      if !isInside {
        if !isFirst { try beginRound(left, &system) }
        system.session.variables[name] = left.removeFirst()
      }
      isInside = false
      isFirst = false
      path.append(.round(words: left))
      let flow = try run(body, &system)
      path.removeLast()
      if let flow = stays(flow) { return flow }
    }
    return .next
  }

  /// What a loop gives back for a flow that came out of its body; nil to go on with the next round.
  private func stays(_ flow: Flow) -> Flow? {
    switch flow {
    case .next: nil
    case .leaveLoop(let count): count > 1 ? .leaveLoop(count - 1) : .next
    case .nextRound(let count): count > 1 ? .nextRound(count - 1) : nil
    case .leaveFunction, .exit: flow
    }
  }

  private mutating func choose(
    _ branches: [(condition: Program, body: Program)], _ otherwise: Program?,
    _ system: inout System
  ) throws(Halt) -> Flow {
    if case .branch(let place)? = resumption.first {
      resumption.removeFirst()
      guard place < branches.count else {
        guard let otherwise else { return .next }
        return try runBranch(place, otherwise, &system)
      }
      return try runBranch(place, branches[place].body, &system)
    }
    for (place, branch) in branches.enumerated() {
      let check = try runCondition(branch.condition, &system)
      if check != .next { return check }
      if system.session.status == 0 { return try runBranch(place, branch.body, &system) }
    }
    system.session.status = 0
    guard let otherwise else { return .next }
    return try runBranch(branches.count, otherwise, &system)
  }

  private mutating func runBranch(
    _ place: Int, _ body: Program, _ system: inout System
  ) throws(Halt) -> Flow {
    path.append(.branch(place))
    let flow = try run(body, &system)
    path.removeLast()
    return flow
  }

  private mutating func match(
    _ word: Word, _ cases: [(patterns: [Word], body: Program)], _ system: inout System
  ) throws(Halt) -> Flow {
    if case .branch(let place)? = resumption.first {
      resumption.removeFirst()
      return try runBranch(place, cases[place].body, &system)
    }
    let subject = Array(try text(word, &system).unicodeScalars)
    system.session.status = 0
    for (place, (patterns, body)) in cases.enumerated() {
      for pattern in patterns where Glob(try self.pattern(pattern, &system)).matches(subject) {
        return try runBranch(place, body, &system)
      }
    }
    return .next
  }
}
