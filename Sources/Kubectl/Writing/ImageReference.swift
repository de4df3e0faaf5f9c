import Tree

/// The names of images, as github.com/distribution/reference reads them.
enum ImageReference {
  /// The container's name that `create deployment` takes from an image.
  static func containerName(_ image: String) -> String {
    var name =
      image.split(separator: "/", omittingEmptySubsequences: false).last.map(String.init)
      ?? image
    for mark in [":", "@"] as [Character] {
      if let place = name.firstIndex(of: mark) { name = String(name[..<place]) }
    }
    guard name.contains(where: { "_.".contains($0) }) || name != name.lowercased() else {
      return name
    }
    let plain = String(name.lowercased().map { "_.".contains($0) ? "-" : $0 })
    return plain + "-" + suffix(of: image)
  }

  /// Five characters that follow from the image; kubectl draws them by lot.
  private static func suffix(of image: String) -> String {
    let letters = Array("bcdfghjklmnpqrstvwxz2456789")
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in image.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    var text = ""
    for _ in 0..<5 {
      text.append(letters[Int(hash % UInt64(letters.count))])
      hash /= UInt64(letters.count)
    }
    return text
  }

  /// Why a text names no image; nil when it names one.
  static func problem(_ text: String) -> String? {
    isReference(text) ? nil : "invalid reference format"
  }

  private static func isReference(_ text: String) -> Bool {
    var rest = text[...]
    if let at = rest.firstIndex(of: "@") {
      let digest = rest[rest.index(after: at)...].split(separator: ":")
      guard digest.count == 2, digest[1].count >= 32,
        digest[1].allSatisfy({ $0.isHexDigit })
      else { return false }
      rest = rest[..<at]
    }
    let slash = rest.lastIndex(of: "/") ?? rest.startIndex
    if let colon = rest[slash...].firstIndex(of: ":") {
      let tag = rest[rest.index(after: colon)...]
      guard let first = tag.first, isWord(first) || first == "_", tag.count <= 128,
        tag.allSatisfy({ isWord($0) || "_.-".contains($0) })
      else { return false }
      rest = rest[..<colon]
    }
    var parts = rest.split(separator: "/", omittingEmptySubsequences: false)
    if parts.count > 1, let host = parts.first,
      host == "localhost" || host.contains(".") || host.contains(":")
        || host != host.lowercased()
    {
      guard host.allSatisfy({ isWord($0) || ".-:[]".contains($0) }) else { return false }
      parts.removeFirst()
    }
    return !parts.isEmpty && parts.allSatisfy(isPathComponent)
  }

  private static func isPathComponent(_ part: Substring) -> Bool {
    guard let first = part.first, let last = part.last else { return false }
    func isLower(_ letter: Character) -> Bool { isWord(letter) && !letter.isUppercase }
    return isLower(first) && isLower(last)
      && part.allSatisfy { isLower($0) || "._-".contains($0) }
  }

  private static func isWord(_ letter: Character) -> Bool {
    letter.isASCII && (letter.isLetter || letter.isNumber)
  }
}
