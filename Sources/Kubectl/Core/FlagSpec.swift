import Resources

/// One flag of a command, as pflag declares it.
package struct FlagSpec: Sendable {
  package enum Kind: Hashable, Sendable {
    case bool, string, int, duration
    /// Repeatable, and split at commas.
    case stringList
    /// Repeatable; commas are kept.
    case stringArray
  }

  package let name: String
  package let short: Character?
  package let kind: Kind
  package let defaultValue: String
  /// The value where the flag stands without one (pflag's `NoOptDefVal`); then the next word is no value.
  package let noOptionDefault: String?
  /// A sentence for `--help`; empty where the flag is not shown.
  package let help: Text

  package init(
    _ name: String, _ short: Character? = nil, _ kind: Kind = .string, default value: String = "",
    noOptionDefault: String? = nil, help: Text = .none
  ) {
    self.name = name
    self.short = short
    self.kind = kind
    self.help = help
    switch kind {
    case .bool:
      defaultValue = value.isEmpty ? "false" : value
      self.noOptionDefault = noOptionDefault ?? "true"
    case .int:
      defaultValue = value.isEmpty ? "0" : value
      self.noOptionDefault = noOptionDefault
    case .duration:
      defaultValue = value.isEmpty ? "0s" : value
      self.noOptionDefault = noOptionDefault
    case .string, .stringList, .stringArray:
      defaultValue = value
      self.noOptionDefault = noOptionDefault
    }
  }

  /// As error messages name it: `-o, --output`, or `--output`.
  package var title: String {
    if let short { "-\(short), --\(name)" } else { "--\(name)" }
  }
}
