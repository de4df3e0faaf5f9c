import Glibc
import Testing

@testable import Terminal

/// A file that goes with the test.
struct ScratchFile: ~Copyable {
  let path: String

  init(_ bytes: [UInt8]? = nil) throws {
    var template = Array("/tmp/kubestep-test-XXXXXX".utf8CString)
    let file = mkstemp(&template)
    try #require(file >= 0)
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    if let bytes { _ = Output.writeAll(bytes, to: file) }
    close(file)
    if bytes == nil { unlink(path) }
  }

  deinit { unlink(path) }

  func contents() -> [UInt8] {
    let file = open(path, O_RDONLY)
    defer { close(file) }
    var status = stat()
    fstat(file, &status)
    var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
    let count = read(file, &bytes, bytes.count)
    return Array(bytes.prefix(max(0, count)))
  }
}

@Suite struct HistoryTests {
  @Test func isPlainTextForTheUserAlone() throws {
    let file = try ScratchFile()
    var history = History(path: file.path)
    #expect(history.lines.isEmpty && history.problem == nil)
    let typed = ["kubectl get pods", "kubectl get pods", " ", "查看 节点"]
    let added = typed.map { history.append($0) }
    #expect(added == [true, false, false, true])
    #expect(file.contents() == Array("kubectl get pods\n查看 节点\n".utf8))
    var status = stat()
    stat(file.path, &status)
    #expect(status.st_mode & 0o777 == 0o600)
    #expect(History(path: file.path).lines == ["kubectl get pods", "查看 节点"])
  }

  @Test func leavesWhatItCannotRead() throws {
    let foreign: [UInt8] =
      Array("_HiStOrY_V2_\ngood\n".utf8) + [0xFF, 0, 1, 10] + Array("half".utf8)
    let file = try ScratchFile(foreign)
    var history = History(path: file.path)
    #expect(history.lines == ["_HiStOrY_V2_", "good", "half"])
    let isAdded = history.append("next")
    #expect(isAdded)
    #expect(file.contents() == foreign + Array("\nnext\n".utf8))
  }

  @Test func keepsTheNewestTenThousand() throws {
    let many = (0..<11_500).map { "line \($0)\n" }.joined()
    let file = try ScratchFile(Array(many.utf8))
    let history = History(path: file.path)
    #expect(history.lines.count == 10_000 && history.lines.first == "line 1500")
    #expect(file.contents() == Array(many.utf8.suffix(many.utf8.count - prefixBytes(1500))))
  }

  private func prefixBytes(_ lines: Int) -> Int {
    (0..<lines).reduce(0) { $0 + "line \($1)\n".utf8.count }
  }

  @Test func saysWhenNothingIsKept() {
    var history = History(path: "/dev/null/history")
    let isAdded = history.append("a")
    #expect(isAdded)
    #expect(history.problem != nil && history.lines == ["a"])
  }
}

@MainActor @Suite struct PlainReaderTests {
  private func read(_ bytes: [UInt8]) throws -> (lines: [String], warnings: [String]) {
    let scratch = try ScratchFile(bytes)
    let file = open(scratch.path, O_RDONLY)
    defer { close(file) }
    var warnings: [String] = []
    let reader = PlainReader(file: file) { warnings.append($0) }
    var lines: [String] = []
    while case .line(let line) = reader.readLine() { lines.append(line) }
    #expect(reader.readLine() == .endOfInput)
    return (lines, warnings)
  }

  @Test func takesEveryEnding() throws {
    #expect(try read(Array("a\r\n\nb".utf8)).lines == ["a", "", "b"])
    #expect(try read([]).lines == [])
    #expect(try read(Array("\n".utf8)).lines == [""])
    #expect(try read(Array("a\rb\n".utf8)).lines == ["a\rb"])
  }

  @Test func replacesWhatIsNoText() throws {
    let (lines, warnings) = try read([0x61, 0xFF, 0x62, 10, 0, 0x63, 10, 0xE4, 0xB8])
    #expect(lines == ["a\u{FFFD}b", "\0c", "\u{FFFD}"])
    #expect(warnings.count == 1 && warnings[0].contains("line 1"))
  }

  @Test func takesLongLines() throws {
    let long = String(repeating: "长", count: 1_000_000)
    #expect(try read(Array("\(long)\n\(long)".utf8)).lines == [long, long])
  }

  @Test func takesManyLines() throws {
    let many = [UInt8](repeating: 10, count: 300_000)
    #expect(try read(many).lines.count == 300_000)
  }
}
