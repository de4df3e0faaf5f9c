import Cluster
import Console
import Resources

extension LessonStart {
  /// The world as it begins, with nothing before it to go back to.
  func console(seed: UInt64, _ language: Language) -> Console {
    var setup = setup
    setup.seed = seed
    var console = Console(setup, language: language)
    for file in files { console.place(file: file.path, file.text) }
    for line in lines { _ = console.run(line) { (nil, "there is no file \($0)") } }
    console.timeline = Timeline(console.world)
    return console
  }
}

extension Step {
  /// The world in which the step begins, after the one that the step before it left.
  func setUp(_ console: Console) -> Console {
    guard world != nil || !before.isEmpty else { return console }
    var other = world?.console(seed: console.seed, console.language) ?? console
    for line in before { _ = other.run(line) { (nil, "there is no file \($0)") } }
    other.timeline = Timeline(other.world)
    return other
  }
}

extension Lesson {
  /// The world in which the lesson begins, with nothing before it to go back to.
  package func beginning(seed: UInt64, _ language: Language) -> Console {
    start.console(seed: seed, language)
  }

  /// The world before a step is set up, had every step gone as the lesson means it.
  package func console(at place: Int, like console: Console) -> Console {
    // What was before a fresh world is gone.
    let fresh = steps.prefix(place).lastIndex { $0.world != nil } ?? 0
    var other = beginning(seed: console.seed, console.language)
    for step in steps[fresh..<max(fresh, place)] {
      other = step.setUp(other)
      for line in step.lines {
        _ = other.run(line) { (nil, "error: the path \"\($0)\" does not exist") }
      }
    }
    return other
  }
}
