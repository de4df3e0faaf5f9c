import Foundation
import Simulation
import Tree
import Wire

@testable import Machines

/// A recorded scenario: lines that prepare the laboratory, lines whose frames count.
struct Scenario: Decodable, Sendable {
  let world: String
  let setup: [String]
  let run: [String]

  static let folder = Bundle.module.resourceURL?.appendingPathComponent("Fixtures")

  static func all() throws -> [(name: String, scenario: Scenario)] {
    guard let folder else { return [] }
    let data = try Data(contentsOf: folder.appendingPathComponent("scenarios.json"))
    return try JSONDecoder().decode([String: Scenario].self, from: data)
      .sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  /// Replays it and gives the frames of what ran.
  func replay() -> (lab: Lab, outputs: [String]) {
    let backend = FlannelBackend(rawValue: String(world.dropFirst("netlab-".count))) ?? .vxlan
    var lab = Lab(Netlab.fabric(backend))
    for line in setup { _ = Scenario.execute(line, &lab) }
    lab.isRecording = true
    var outputs: [String] = []
    for line in run { outputs.append(Scenario.execute(line, &lab)) }
    return (lab, outputs)
  }

  /// A small part of the shell that the real sandbox has.
  static func execute(_ line: String, _ lab: inout Lab) -> String {
    var words = split(line)
    switch words.removeFirst() {
    case "on":
      let host = words.removeFirst()
      if words.first == "sh", words.count == 3 {
        let parts = words[2].components(separatedBy: " | ")
        let text = split(parts[0]).dropFirst().joined(separator: " ")
          .replacingOccurrences(of: "\\r", with: "\r").replacingOccurrences(of: "\\n", with: "\n")
        return lab.run(on: host, split(parts[1]), input: text).output.everything
      }
      if words.first == "iptables-restore", let file = words.last, let folder {
        let rules =
          (try? String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8)) ?? ""
        words.removeLast()
        return lab.run(on: host, words, input: rules).output.everything
      }
      return lab.run(on: host, words).output.everything
    case "sleep": lab.sleep(microseconds: (Int64(words[0]) ?? 0) * 1_000_000)
    case "unplug":
      if let machine = lab.fabric.machine(named: words[0]) {
        lab.perform { $0.setPlugged(machine, false) }
      }
    case "hang", "crash", "stop":
      let verb = split(line)[0]
      let parts = words[0].split(separator: "@").map(String.init)
      if let machine = lab.fabric.machine(named: parts[1]),
        let process = lab.fabric.process(named: parts[0], on: machine)
      {
        lab.perform { fabric in
          if verb == "hang" { fabric.setHung(process, true) } else { fabric.kill(process) }
        }
      }
    default: break
    }
    lab.settle()
    return ""
  }

  /// Words with quotes.
  static func split(_ line: String) -> [String] {
    var words: [String] = []
    var word = ""
    var quote: Character?
    var isOpen = false
    for letter in line {
      if let open = quote {
        if letter == open { quote = nil } else { word.append(letter) }
      } else if letter == "'" || letter == "\"" {
        quote = letter
        isOpen = true
      } else if letter == " " {
        if isOpen || !word.isEmpty { words.append(word) }
        word = ""
        isOpen = false
      } else {
        word.append(letter)
      }
    }
    if isOpen || !word.isEmpty { words.append(word) }
    return words
  }
}
