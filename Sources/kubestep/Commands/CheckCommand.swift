import ArgumentParser
import Lessons
import Terminal

/// `kubestep check [LESSON…]`: proves the course.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract:
      "Prove the course: solutions, wrong attempts, wrong predictions, claims, both languages.")

  @Argument(help: "Lessons; all when none is named.") var names: [String] = []
  @Option(help: "The folder of the lessons.") var lessons: String?

  mutating func run() throws {
    let files = try CourseFiles.find(lessons)
    let proof: CourseProof
    do throws(LessonProblem) { proof = try CourseProof(files) } catch {
      throw Leave(status: 3, message: "kubestep: \(error.description)")
    }
    var proofs: [Proof] = []
    if names.isEmpty {
      proofs.append(proof.proofOfCourse())
      proofs += proof.course.present.map(proof.proof)
    } else {
      for name in names {
        guard let item = proof.course.find(name), item.isPresent else {
          throw Leave(status: 2, message: "kubestep: there is no lesson \(name)")
        }
        proofs.append(proof.proof(of: item))
      }
    }
    for proof in proofs { Output.write(proof.text) }
    if proofs.contains(where: \.isBroken) { throw Leave(status: 3) }
    if !proofs.allSatisfy(\.holds) { throw Leave(status: 1) }
  }
}
