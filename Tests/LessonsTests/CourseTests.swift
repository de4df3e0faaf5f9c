import Foundation
import Lessons
import Testing

/// The course as it stands in the repository holds what it says.
@Suite struct CourseTests {
  static let items = ((try? Course(SmallLesson.course))?.present ?? []).map(\.id)

  @Test(arguments: items) func lesson(_ id: String) throws {
    let proof = try CourseProof(SmallLesson.course)
    let item = try #require(proof.course.find(id))
    let found = proof.proof(of: item)
    #expect(found.holds, "\(found.text)")
    print(found.text, terminator: "")
  }

  @Test func courseItself() throws {
    let found = try CourseProof(SmallLesson.course).proofOfCourse()
    #expect(found.holds, "\(found.text)")
    print(found.text, terminator: "")
  }
}
