import Foundation
import Testing
import Wire

@testable import Machines

/// A recording of the real kernel.
private struct Recording: Decodable {
  let blobs: [String]
  let frames: [Frame]

  struct Frame: Decodable {
    let place: String
    let direction: String
    let blob: Int
    let length: Int

    init(from decoder: any Decoder) throws {
      var list = try decoder.unkeyedContainer()
      _ = try list.decode(Int.self)
      place = try list.decode(String.self)
      direction = try list.decode(String.self)
      _ = try list.decode(String.self)
      blob = try list.decode(Int.self)
      length = try list.decode(Int.self)
    }
  }

  static func load(_ name: String) throws -> Recording {
    let folder = try #require(Scenario.folder)
    return try JSONDecoder().decode(
      Recording.self, from: Data(contentsOf: folder.appendingPathComponent("\(name).json")))
  }

  /// Lines by interface.
  func lines() -> [String: [String]] {
    var table: [String: [String]] = [:]
    for frame in frames where !frame.place.hasPrefix("sw/") {
      let bytes = stride(from: 0, to: blobs[frame.blob].count, by: 2).map { place in
        let start = blobs[frame.blob].index(blobs[frame.blob].startIndex, offsetBy: place)
        let end = blobs[frame.blob].index(start, offsetBy: 2)
        return UInt8(blobs[frame.blob][start..<end], radix: 16) ?? 0
      }
      let isRaw = frame.place.hasSuffix("flannel0")
      guard let line = FrameLine.text(bytes, isRaw: isRaw, isCut: bytes.count < frame.length) else {
        continue
      }
      table[frame.place, default: []].append("\(frame.direction) \(line)")
    }
    return table
  }
}

@Suite struct NetlabTests {
  /// A masqueraded ping has an identifier that the kernel draws.
  static let names = (try? Scenario.all().map(\.name).filter { $0 != "kp-ping-clusterip" }) ?? []

  @Test(arguments: names) func hasTheKernelsFrames(_ name: String) throws {
    let scenario = try #require(try Scenario.all().first { $0.name == name }?.scenario)
    let wanted = try Recording.load(name).lines()
    var found: [String: [String]] = [:]
    for frame in scenario.replay().lab.frames
    where !frame.place.hasPrefix("sw/") && !frame.place.hasSuffix("/lo") {
      guard let line = FrameLine.text(frame.bytes, isRaw: frame.link == .raw, isCut: false) else {
        continue
      }
      found[frame.place, default: []].append("\(frame.direction.rawValue) \(line)")
    }
    for place in Set(wanted.keys).union(found.keys).sorted() {
      #expect(wanted[place]?.sorted() == found[place]?.sorted(), "\(name) \(place)")
    }
  }

  /// For Wireshark and for comparing with other tools: NETLAB_EXPORT names a folder.
  @Test func exports() throws {
    guard let target = ProcessInfo.processInfo.environment["NETLAB_EXPORT"] else { return }
    for (name, scenario) in try Scenario.all() {
      let (lab, outputs) = scenario.replay()
      var capture = Capture()
      capture.add(lab.frames)
      try Data(capture.bytes).write(to: URL(fileURLWithPath: "\(target)/\(name).pcapng"))
      try outputs.joined(separator: "\n--\n").write(
        toFile: "\(target)/\(name).txt", atomically: true, encoding: .utf8)
    }
  }
}
