/// A language that every text exists in.
package enum Language: String, Sendable, CaseIterable {
  case english = "en"
  case chinese = "zh-Hans"
}

/// One text in both languages: two authors' sentences, not a translation.
package struct Text: Hashable, Sendable {
  package let english: String
  package let chinese: String

  package init(_ english: String, _ chinese: String) {
    self.english = english
    self.chinese = chinese
  }

  package subscript(language: Language) -> String {
    switch language {
    case .english: english
    case .chinese: chinese
    }
  }

  package static let none = Text("", "")
}
