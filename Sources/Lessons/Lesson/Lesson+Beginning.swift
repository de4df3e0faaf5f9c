import Cluster
import Console
import Resources

extension Lesson {
  /// The world in which the lesson begins, with nothing before it to go back to.
  package func beginning(seed: UInt64, _ language: Language) -> Console {
    var setup = start.setup
    setup.seed = seed
    var console = Console(setup, language: language)
    for file in start.files { console.place(file: file.path, file.text) }
    for line in start.lines { _ = console.run(line) { (nil, "there is no file \($0)") } }
    console.timeline = Timeline(console.world)
    return console
  }
}
