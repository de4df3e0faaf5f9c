import Foundation
import Mutations
import Simulation
import Testing
import Tree

/// Templates against what kubectl printed for them.
@Suite struct RecordingsTests {
  private func table(_ name: String) throws -> Value {
    let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Fixtures/\(name).json")
    return try Value(json: Array(Data(contentsOf: url)))
  }

  @Test func goTemplates() throws {
    let table = try table("templates")
    let document = try #require(table["document"])
    for one in table["cases"]?.array ?? [] {
      let text = one["template"]?.string ?? ""
      let parsed: GoTemplate
      do throws(GoTemplateError) {
        parsed = try GoTemplate(parsing: text)
      } catch {
        let message = "error: error parsing template \(text), \(error.description)"
        #expect(message == one["error"]?.string, "\(text)")
        continue
      }
      do throws(GoTemplateError) {
        #expect(try parsed.output(for: document) == one["output"]?.string, "\(text)")
      } catch {
        let message = "error: error executing template \(goQuoted(text)): \(error.description)"
        #expect(message == one["error"]?.string, "\(text)")
      }
    }
  }

  @Test func jsonPaths() throws {
    let table = try table("jsonpaths")
    let document = try #require(table["document"])
    for one in table["cases"]?.array ?? [] {
      let text = one["template"]?.string ?? ""
      let parsed: JSONPath
      do throws(JSONPathError) {
        parsed = try JSONPath(parsing: text)
      } catch {
        let message = "error: error parsing jsonpath \(text), \(error.description)"
        #expect(message == one["error"]?.string, "\(text)")
        continue
      }
      do throws(JSONPathError) {
        #expect(try parsed.text(in: document) == one["output"]?.string, "\(text)")
      } catch {
        let message =
          "error: error executing jsonpath \(goQuoted(text)): Error executing template: "
          + "\(error.description). Printing more information for debugging the template:\n"
          + "\ttemplate was:\n\t\t\(text)\n\tobject given to jsonpath engine was:\n\t\t"
          + document.goSyntax
        #expect(message == one["error"]?.string, "\(text)")
      }
    }
  }

  @Test func templatesSurviveAnything() throws {
    var random = Random(seed: 13)
    let document = try #require(try table("templates")["document"])
    let seeds = try (table("templates")["cases"]?.array ?? []).compactMap {
      $0["template"]?.string
    }
    for bytes in mutations(of: seeds, count: 20_000, &random) {
      let text = String(decoding: bytes, as: UTF8.self)
      guard let parsed = try? GoTemplate(parsing: text) else { continue }
      _ = try? parsed.output(for: document)
      _ = try? parsed.output(for: document, allowingMissingKeys: false)
    }
    let deep = String(repeating: "{{if .kind}}", count: 5_000)
    #expect(throws: GoTemplateError.self) { try GoTemplate(parsing: deep) }
    let nested = "{{" + String(repeating: "(", count: 5_000)
    #expect(throws: GoTemplateError.self) { try GoTemplate(parsing: nested) }
  }
}
