import Cluster
import Machines
import Resources
import Simulation

/// A capture under way.
struct CaptureRun: Sendable {
  let path: String
  /// Ends with the line that it was started with.
  let isOfLine: Bool
}

/// `capture start FILE.pcapng`, `capture stop`: every frame at every interface into one file.
struct CaptureVerb: ConsoleVerb {
  let names = ["capture"]
  let summary = Text("write frames to a pcapng file", "把帧写入 pcapng 文件")
  let usage = Text(
    "capture FILE.pcapng COMMAND… | capture start FILE.pcapng | capture stop\nEvery frame at every interface, for Wireshark and tcpdump -r.",
    "capture FILE.pcapng 命令… | capture start FILE.pcapng | capture stop\n记录每个接口上的每一帧，供 Wireshark 和 tcpdump -r 读取。"
  )

  func run(_ arguments: [String], _ console: inout Console) -> Outcome {
    switch (arguments.first, arguments.count) {
    case ("start", 2): return console.startCapture(arguments[1], isOfLine: false)
    case ("stop", 1):
      guard let capture = console.capture else {
        return .refused(Text("Nothing is being captured.", "没有正在进行的抓包。")[console.language], exit: 1)
      }
      return console.endCapture(capture)
    default:
      return console.misused(
        self, Text("capture takes a file and a command.", "capture 需要一个文件和一条命令。"))
    }
  }
}

extension Console {
  mutating func startCapture(_ path: String, isOfLine: Bool) -> Outcome {
    if let capture {
      return .refused(
        Text(
          "\(capture.path) is still being captured: capture stop",
          "仍在抓取 \(capture.path)：capture stop")[
            language], exit: 1)
    }
    capture = CaptureRun(path: path, isOfLine: isOfLine)
    timeline.inject(.observe(true))
    return Outcome()
  }

  /// `capture FILE COMMAND…`: the rest of the line, as it was typed.
  mutating func captureLine(_ line: String, file: String) {
    let outcome = startCapture(file, isOfLine: true)
    guard outcome.exit == 0 else { return say(outcome) }
    var rest = line[...]
    for _ in 0..<2 {
      rest = rest.drop { $0 == " " }
      rest = rest.drop { $0 != " " }
    }
    start(String(rest.drop { $0 == " " }))
  }

  mutating func endCaptureOfLine() {
    guard let capture, capture.isOfLine else { return }
    var outcome = endCapture(capture)
    outcome.exit = exit
    say(outcome)
  }

  mutating func endCapture(_ run: CaptureRun) -> Outcome {
    capture = nil
    let frames = world.network?.frames
    timeline.inject(.observe(false))
    var file = Capture()
    for frame in frames ?? PagedArray() {
      file.add(frame, comment: HopText.comment(frame, language))
    }
    hand(out: run.path, file.bytes)
    return Outcome(
      out: Text("\(file.count) frames to \(run.path)\n", "\(file.count) 帧写入 \(run.path)\n")[
        language])
  }
}
