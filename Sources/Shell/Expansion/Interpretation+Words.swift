import Cluster

// Words become fields (POSIX.1-2017, 2.6).
extension Interpretation {
  mutating func fields(
    _ words: [Word], _ system: inout System
  ) throws(Halt) -> [String] {
    var result: [String] = []
    for word in words {
      for field in try expand(word, splitting: true, &system) {
        result += paths(field, &system)
      }
    }
    return result
  }

  /// One text: no splitting, no file names.
  mutating func text(_ word: Word, _ system: inout System) throws(Halt) -> String {
    try pattern(word, &system).text
  }

  mutating func pattern(_ word: Word, _ system: inout System) throws(Halt) -> Field {
    var whole = Field()
    for (place, field) in try expand(word, splitting: false, &system).enumerated() {
      if place > 0 { whole.append(" ", quoted: true) }
      whole.scalars += field.scalars
      whole.quoted += field.quoted
    }
    return whole
  }

  private mutating func expand(
    _ word: Word, splitting: Bool, isInner: Bool = false, _ system: inout System
  ) throws(Halt) -> [Field] {
    var fields: [Field] = []
    var current = Field()
    for (place, part) in word.parts.enumerated() {
      switch part {
      case .text(let text, let isQuoted):
        var text = text
        if place == 0, !isQuoted { text = tilde(text, system, &current) }
        // The word within `${x:-word}` is split as a value would be.
        if isInner, !isQuoted {
          add(text, false, splitting, &fields, &current, system)
        } else {
          current.append(text, quoted: isQuoted)
        }
      case .parameter(let parameter, let isQuoted):
        if parameter.name == "@" || parameter.name == "*", parameter.operator.isEmpty,
          !parameter.isLength
        {
          spread(parameter, isQuoted, splitting, &fields, &current, system)
          continue
        }
        if let word = try replacement(parameter, &system) {
          // The word's own quotes count.
          let inner = try expand(
            word, splitting: splitting && !isQuoted, isInner: true, &system)
          merge(inner, isQuoted, &fields, &current)
          continue
        }
        let text = try value(parameter, &system)
        add(text, isQuoted, splitting, &fields, &current, system)
      case .command(let program, let isQuoted):
        let text = try substitute(program, &system)
        add(text, isQuoted, splitting, &fields, &current, system)
      case .arithmetic(let word, let isQuoted):
        let text = try text(word, &system)
        add(try calculate(text, &system), isQuoted, splitting, &fields, &current, system)
      }
    }
    if !current.isEmpty || !splitting { fields.append(current) }
    return fields
  }

  private func merge(
    _ inner: [Field], _ isQuoted: Bool, _ fields: inout [Field], _ current: inout Field
  ) {
    for (place, field) in inner.enumerated() {
      if place > 0 {
        fields.append(current)
        current = Field()
      }
      current.scalars += field.scalars
      current.quoted += isQuoted ? field.quoted.map { _ in true } : field.quoted
      current.isKept = current.isKept || field.isKept || isQuoted
    }
    if isQuoted { current.isKept = true }
  }

  /// `~` at a word's start is the home folder.
  private func tilde(_ text: String, _ system: System, _ current: inout Field) -> String {
    guard text == "~" || text.hasPrefix("~/"), let home = system.session.variables["HOME"] else {
      return text
    }
    current.append(home, quoted: true)
    return String(text.dropFirst())
  }

  /// Adds a value, in fields where blanks stand in it unquoted.
  private func add(
    _ text: String, _ isQuoted: Bool, _ splitting: Bool, _ fields: inout [Field],
    _ current: inout Field, _ system: System
  ) {
    if isQuoted || !splitting {
      current.append(text, quoted: isQuoted)
      if isQuoted { current.isKept = true }
      return
    }
    let separators = Array((system.session.variables["IFS"] ?? " \t\n").unicodeScalars)
    var wasBlank = false
    for scalar in text.unicodeScalars {
      guard separators.contains(scalar) else {
        current.append(scalar, quoted: false)
        wasBlank = false
        continue
      }
      let isBlank = scalar == " " || scalar == "\t" || scalar == "\n"
      // Other separators than blanks end a field even where it is empty.
      if !isBlank, !wasBlank { current.isKept = true }
      if !current.isEmpty {
        fields.append(current)
        current = Field()
        wasBlank = isBlank
      } else if !isBlank {
        wasBlank = false
      }
    }
  }

  /// `$@` and `$*`.
  private func spread(
    _ parameter: Parameter, _ isQuoted: Bool, _ splitting: Bool, _ fields: inout [Field],
    _ current: inout Field, _ system: System
  ) {
    let arguments = system.session.arguments
    if parameter.name == "*", isQuoted {
      return add(arguments.joined(separator: " "), true, splitting, &fields, &current, system)
    }
    for (place, argument) in arguments.enumerated() {
      if place > 0 {
        fields.append(current)
        current = Field()
      }
      add(argument, isQuoted, splitting, &fields, &current, system)
    }
  }

  // MARK: File names

  private func paths(_ field: Field, _ system: inout System) -> [String] {
    guard Glob(field).isPattern else { return [field.text] }
    var found = [field.scalars.first == "/" ? "/" : ""]
    let parts = zip(field.scalars, field.quoted).split(separator: "/") { $0.0 == $1 }
    for part in parts {
      var piece = Field()
      for (scalar, isQuoted) in part { piece.append(scalar, quoted: isQuoted) }
      let glob = Glob(piece)
      var next: [String] = []
      for folder in found {
        let prefix = folder.isEmpty || folder == "/" ? folder : folder + "/"
        guard glob.isPattern else {
          next.append(prefix + piece.text)
          continue
        }
        let isHidden = piece.scalars.first == "."
        for name in system.names(in: folder.isEmpty ? "." : folder) ?? []
        where (isHidden || !name.hasPrefix(".")) && glob.matches(Array(name.unicodeScalars)) {
          next.append(prefix + name)
        }
      }
      found = next
    }
    let existing = found.filter { system.known($0) != nil && system.known($0) != .removed }
    return existing.isEmpty ? [field.text] : existing
  }
}

extension Sequence {
  /// Splits where an element fits the separator.
  fileprivate func split<S>(
    separator: S, by fits: (Element, S) -> Bool
  ) -> [[Element]] {
    var parts: [[Element]] = [[]]
    for element in self {
      if fits(element, separator) {
        parts.append([])
      } else {
        parts[parts.count - 1].append(element)
      }
    }
    return parts.filter { !$0.isEmpty }
  }
}
