import Foundation
import Lessons

/// Where the course is found: `--lessons`, then `$KUBESTEP_LESSONS`, then beside the binary or above it.
enum CourseFiles {
  static func find(_ flag: String?) throws -> LessonFiles {
    let folder = try folder(flag)
    return LessonFiles { path in
      // The course's own files only: no path leads out of the folder.
      guard !path.split(separator: "/").contains("..") else { return nil }
      return Disk.read(folder + "/" + path).text
    }
  }

  private static func folder(_ flag: String?) throws -> String {
    if let flag {
      guard Disk.isFolder(flag) else {
        throw Leave(status: 2, message: "kubestep: \(flag) is no folder of lessons")
      }
      return flag
    }
    if let given = ProcessInfo.processInfo.environment["KUBESTEP_LESSONS"], !given.isEmpty {
      guard Disk.isFolder(given) else {
        throw Leave(
          status: 2, message: "kubestep: KUBESTEP_LESSONS names \(given), which is no folder")
      }
      return given
    }
    var place = Disk.binaryFolder
    for _ in 0..<6 {
      if Disk.read(place + "/lessons/course.yaml").text != nil { return place + "/lessons" }
      place = (place as NSString).deletingLastPathComponent
    }
    throw Leave(
      status: 2,
      message:
        "kubestep: the lessons are not beside the program; name their folder with --lessons or KUBESTEP_LESSONS"
    )
  }

  static func course(_ files: LessonFiles) throws -> Course {
    do throws(LessonProblem) { return try Course(files) } catch {
      throw Leave(status: 3, message: "kubestep: \(error.description)")
    }
  }

  static func lesson(_ name: String, _ course: Course, _ files: LessonFiles) throws -> Lesson {
    guard let item = course.find(name) else {
      let known = course.present.map(\.id).joined(separator: ", ")
      throw Leave(status: 2, message: "kubestep: there is no lesson \(name); there are \(known)")
    }
    guard item.isPresent else {
      throw Leave(status: 2, message: "kubestep: the lesson \(item.id) is still to come")
    }
    do throws(LessonProblem) { return try course.lesson(item, files) } catch {
      throw Leave(status: 3, message: "kubestep: \(error.description)")
    }
  }

  /// The glossary; a course may do without.
  static func glossary(_ files: LessonFiles) throws -> Glossary {
    guard files.has("glossary.yaml") else { return .empty }
    do throws(LessonProblem) { return try Glossary(files) } catch {
      throw Leave(status: 3, message: "kubestep: \(error.description)")
    }
  }
}
