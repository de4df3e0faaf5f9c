import Glibc
import Typography

/// One line on standard error about work that takes longer than half a second; gone afterwards.
///
/// Silent unless standard error is a terminal that can take a line back, and for screen readers.
package struct Progress {
  private let isShown: Bool
  private let columns: Int
  private let began = monotonicMilliseconds()
  private var last = 0
  private var isDrawn = false

  package init(profile: TerminalProfile) {
    isShown = profile.isErrorTerminal && !profile.isDumb && !profile.isAccessible
    columns = profile.columns
  }

  /// Says how far the work is. Cheap: call it as often as convenient.
  package mutating func report(_ text: @autoclosure () -> String) {
    guard isShown else { return }
    let now = monotonicMilliseconds() - began
    guard now >= 500 && (!isDrawn || now - last >= 100) else { return }
    last = now
    isDrawn = true
    Output.message("\r\u{1B}[K" + text().truncated(to: columns - 1))
  }

  /// Removes the line. To be called before anything else is written.
  package mutating func finish() {
    if isDrawn { Output.message("\r\u{1B}[K") }
    isDrawn = false
  }
}

/// Milliseconds on a clock that no one sets.
private func monotonicMilliseconds() -> Int {
  var now = timespec()
  clock_gettime(CLOCK_MONOTONIC, &now)
  return now.tv_sec * 1000 + now.tv_nsec / 1_000_000
}
