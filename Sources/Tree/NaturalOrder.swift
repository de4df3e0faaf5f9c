/// go-yaml's order of mapping keys: numbers within text by their value, letters after everything else.
public func precedesNaturally(_ left: String, _ right: String) -> Bool {
  let a = Array(left.unicodeScalars)
  let b = Array(right.unicodeScalars)
  guard let place = zip(a, b).enumerated().first(where: { $1.0 != $1.1 })?.offset else {
    return a.count < b.count
  }
  let isLetter = (a[place].isGoLetter, b[place].isGoLetter)
  if isLetter.0 && isLetter.1 { return a[place] < b[place] }
  if isLetter.0 || isLetter.1 { return isLetter.1 }
  var start: Int64 = 0
  if a[place] == "0" || b[place] == "0" {
    // Zeros before the difference count only behind another digit.
    var index = place - 1
    while index >= 0, a[index].isGoDigit {
      if a[index] != "0" {
        start = 1
        break
      }
      index -= 1
    }
  }
  let (aNumber, aEnd) = number(in: a, from: place, start: start)
  let (bNumber, bEnd) = number(in: b, from: place, start: start)
  if aNumber != bNumber { return aNumber < bNumber }
  if aEnd != bEnd { return aEnd < bEnd }
  return a[place] < b[place]
}

private func number(
  in scalars: [Unicode.Scalar], from place: Int, start: Int64
) -> (value: Int64, end: Int) {
  var value = start
  var end = place
  while end < scalars.count, scalars[end].isGoDigit {
    value = value &* 10 &+ (Int64(scalars[end].value) - 48)
    end += 1
  }
  return (value, end)
}

extension Unicode.Scalar {
  /// `unicode.IsLetter`
  var isGoLetter: Bool {
    if isASCII { return properties.isAlphabetic }
    switch properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter:
      return true
    default: return false
    }
  }

  /// `unicode.IsDigit`
  var isGoDigit: Bool {
    isASCII ? value >= 48 && value <= 57 : properties.generalCategory == .decimalNumber
  }
}
