/// A pattern of file names, `case` and `${x%…}`: `*`, `?`, `[…]`; what was quoted means itself.
struct Glob: Sendable {
  private enum Piece {
    case literal(Unicode.Scalar)
    case any
    case star
    case set(CharacterClass)
  }

  private var pieces: [Piece] = []
  /// Whether anything in it is more than a plain letter.
  private(set) var isPattern = false

  init(_ field: Field) {
    let scalars = field.scalars
    var place = 0
    while place < scalars.count {
      let scalar = scalars[place]
      let isPlain = field.quoted[place]
      place += 1
      switch scalar {
      case "*" where !isPlain:
        isPattern = true
        if case .star? = pieces.last { continue }
        pieces.append(.star)
      case "?" where !isPlain:
        isPattern = true
        pieces.append(.any)
      case "[" where !isPlain:
        if let (set, end) = CharacterClass.parse(scalars, at: place, negation: "!^") {
          isPattern = true
          pieces.append(.set(set))
          place = end
        } else {
          pieces.append(.literal(scalar))
        }
      default: pieces.append(.literal(scalar))
      }
    }
  }

  /// Whether the whole text fits; at most the product of both lengths in steps.
  func matches(_ text: some RandomAccessCollection<Unicode.Scalar>) -> Bool {
    let text = Array(text)
    var (place, piece) = (0, 0)
    var retry: (place: Int, piece: Int)?
    while place < text.count || piece < pieces.count {
      if piece < pieces.count {
        if case .star = pieces[piece] {
          retry = (place, piece)
          piece += 1
          continue
        }
        if place < text.count, fits(pieces[piece], text[place]) {
          place += 1
          piece += 1
          continue
        }
      }
      guard let back = retry, back.place < text.count else { return false }
      retry = (back.place + 1, back.piece)
      place = back.place + 1
      piece = back.piece + 1
    }
    return true
  }

  private func fits(_ piece: Piece, _ scalar: Unicode.Scalar) -> Bool {
    switch piece {
    case .literal(let literal): literal == scalar
    case .any, .star: true
    case .set(let set): set.contains(scalar)
    }
  }
}
