import Mutations
import Simulation
import Testing
import Tree

@Suite struct TimeTests {
  @Test func timestamps() throws {
    let time = try Timestamp(parsing: "2026-11-23T14:36:42Z")
    #expect(time.seconds == 1_795_444_602)
    #expect(time.text == "2026-11-23T14:36:42Z")
    #expect(time.microText == "2026-11-23T14:36:42.000000Z")
    #expect(time.rfc1123Z == "Mon, 23 Nov 2026 14:36:42 +0000")
    #expect(try Timestamp(parsing: "2026-11-23T16:36:42.25+02:00").microText.hasSuffix(".250000Z"))
    #expect(try Timestamp(parsing: "2026-11-23T16:36:42+02:00") == time)
    #expect(Timestamp(seconds: -1).text == "1969-12-31T23:59:59Z")
    #expect(Timestamp(seconds: 951_782_400).text == "2000-02-29T00:00:00Z")
  }

  @Test(arguments: [
    ("x", " as \"2006-01-02T15:04:05Z07:00\": cannot parse \"x\" as \"2006\""),
    ("2026", " as \"2006-01-02T15:04:05Z07:00\": cannot parse \"\" as \"-\""),
    ("2026-13-01T00:00:00Z", ": month out of range"),
    ("2026-02-29T00:00:00Z", ": day out of range"),
    ("2026-02-28T24:00:00Z", ": hour out of range"),
    ("2026-02-28T00:00:00", " as \"2006-01-02T15:04:05Z07:00\": cannot parse \"\" as \"Z07:00\""),
    ("2026-02-28T00:00:00Zx", ": extra text: \"x\""),
  ])
  func timestampErrors(text: String, message: String) {
    do throws(TimestampError) {
      _ = try Timestamp(parsing: text)
      Issue.record("\(text) was read")
    } catch { #expect(error.description == "parsing time \"\(text)\"\(message)") }
  }

  @Test func everyDayHasItsDate() {
    var random = Random(seed: 3)
    for _ in 0..<5_000 {
      let seconds = Int64(random.below(8_000_000_000)) - 4_000_000_000
      let civil = CivilTime(unixSeconds: seconds)
      #expect(civil.unixSeconds == seconds)
      #expect((0...6).contains(civil.weekday))
      #expect((try? Timestamp(parsing: Timestamp(seconds: seconds).text).seconds) == seconds)
    }
  }

  @Test(arguments: [
    ("0", "0s"), ("90s", "1m30s"), ("1.5h", "1h30m0s"), ("-1.5s", "-1.5s"), ("100ms", "100ms"),
    ("1us", "1µs"), ("1500ns", "1.5µs"), ("1h2m3.004s", "1h2m3.004s"), (".5m", "30s"),
    ("2562047h47m16.854775807s", "2562047h47m16.854775807s"),
  ])
  func durations(text: String, written: String) throws {
    #expect(try GoDuration(parsing: text).text == written)
  }

  @Test(arguments: [
    ("", "invalid duration \"\""), ("3", "missing unit in duration \"3\""),
    ("3x", "unknown unit \"x\" in duration \"3x\""), ("-", "invalid duration \"-\""),
    (".s", "invalid duration \".s\""), ("1h3", "missing unit in duration \"1h3\""),
    ("3é", "unknown unit \"\\xc3\\xa9\" in duration \"3\\xc3\\xa9\""),
    ("9223372036854775808ns", "invalid duration \"9223372036854775808ns\""),
    ("3000000h", "invalid duration \"3000000h\""),
  ])
  func durationErrors(text: String, message: String) {
    do throws(GoDurationError) {
      _ = try GoDuration(parsing: text)
      Issue.record("\(text) was read")
    } catch { #expect(error.description == "time: \(message)") }
  }

  @Test func surviveAnything() {
    var random = Random(seed: 4)
    let seeds = ["2026-11-23T14:36:42.5+02:00", "1h2m3.5s", "-150ms", "99999999999h"]
    for bytes in mutations(of: seeds, count: 20_000, &random) {
      let text = String(decoding: bytes, as: UTF8.self)
      _ = try? Timestamp(parsing: text)
      if let duration = try? GoDuration(parsing: text) {
        #expect((try? GoDuration(parsing: duration.text)) == duration)
      }
    }
  }
}
