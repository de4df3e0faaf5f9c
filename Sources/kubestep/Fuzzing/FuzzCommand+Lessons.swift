import Lessons
import Machines
import Resources
import Terminal

extension FuzzCommand {
  /// Files of the course and of progress: each is read, or refused with a reason.
  func fuzzLessons() throws -> Int {
    let files = try CourseFiles.find(nil)
    var failures = 0
    var tried = 0
    for entry in try Course(files).present {
      let paths = ["lesson.yaml", "en.md", "zh-Hans.md"].map { entry.folder + "/" + $0 }
      for (place, path) in paths.enumerated() {
        var mutator = Mutator(seeds: [try files.text(path)], seed: seed &+ 10 &+ UInt64(place))
        for _ in 0..<max(1, runs / 100) {
          let broken = mutator.next()
          tried += 1
          let mixed = LessonFiles { $0 == path ? broken : try? files.text($0) }
          do throws(LessonProblem) {
            _ = try Lesson(folder: entry.folder, in: mixed)
          } catch {
            if error.message.isEmpty { failures += 1 }
          }
        }
      }
    }
    failures += fuzzProgress()
    Output.write("\(tried) files of lessons, \(runs) of progress\n")
    return failures
  }

  private func fuzzProgress() -> Int {
    let sample = """
      {"format":1,"lesson":"selectors","version":1,"language":"en","seed":"1","step":"comma",\
      "complete":false,"steps":[{"id":"scene","state":"done","attempts":1,"hints":0,"points":0,\
      "sawSolution":false}],"lines":["kubectl get pods","answer 3"],"whole":true}

      """
    var failures = 0
    var mutator = Mutator(seeds: [sample], seed: seed &+ 20)
    for _ in 0..<runs {
      do throws(ProgressProblem) {
        let progress = try LessonProgress(mutator.next(), lesson: "selectors")
        let again = try LessonProgress(progress.text, lesson: "selectors")
        if again != progress { failures += 1 }
      } catch {
        if error.message.english.isEmpty { failures += 1 }
      }
    }
    return failures
  }

  /// Frames, fifty for each of the others: a million in a full run.
  func fuzzFrames() {
    let good = MachinesFuzz.dissectors(runs: runs * 50, seed: seed)
    let handled = MachinesFuzz.stack(runs: runs, seed: seed)
    Output.write(
      "\(runs * 50) frames taken apart (\(good) whole), \(handled) received by kernels\n")
  }
}
