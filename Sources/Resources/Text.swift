/// A language that every text exists in.
public enum Language: String, Sendable, CaseIterable {
  case english = "en"
  case chinese = "zh-Hans"
}

/// One text in both languages: two authors' sentences, not a translation.
public struct Text: Hashable, Sendable {
  public let english: String
  public let chinese: String

  public init(_ english: String, _ chinese: String) {
    self.english = english
    self.chinese = chinese
  }

  public subscript(language: Language) -> String {
    switch language {
    case .english: english
    case .chinese: chinese
    }
  }

  public static let none = Text("", "")
}
