import Foundation
import Testing

@testable import Wire

/// Frames of a real kernel, and how the real tcpdump prints them.
@Suite struct TcpdumpTests {
  static func lines(_ name: String) throws -> [String] {
    let folder = try #require(Bundle.module.resourceURL).appendingPathComponent("Fixtures")
    return try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
      .split(separator: "\n").map(String.init)
  }

  static func bytes(_ hex: String) -> [UInt8] {
    var bytes: [UInt8] = []
    var rest = hex[...]
    while rest.count >= 2 {
      bytes.append(UInt8(rest.prefix(2), radix: 16) ?? 0)
      rest = rest.dropFirst(2)
    }
    return bytes
  }

  @Test(arguments: [
    ("eth.hex", "eth.e.txt", Link.ethernet, true), ("eth.hex", "eth.n.txt", .ethernet, false),
    ("raw.hex", "raw.e.txt", .raw, true), ("raw.hex", "raw.n.txt", .raw, false),
    ("eth.hex", "eth.v.txt", .ethernet, true), ("raw.hex", "raw.v.txt", .raw, false),
  ])
  func printsAsTcpdump(_ hex: String, _ golden: String, _ link: Link, _ showsLink: Bool) throws {
    var printer = Tcpdump(showsLink: showsLink, isVerbose: golden.hasSuffix(".v.txt"))
    let printed = try Self.lines(hex).map { printer.line(Self.bytes($0), link: link) }
      .joined(separator: "\n").split(separator: "\n").map(String.init)
    let wanted = try Self.lines(golden)
    #expect(printed.count == wanted.count)
    for (mine, real) in zip(printed, wanted) where mine != real {
      Issue.record("wanted \(real)\nprinted \(mine)")
      break
    }
  }
}
