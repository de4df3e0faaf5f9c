/// Lengths of time as tables show them, after k8s.io/apimachinery's util/duration.
///
/// Seconds are whole and cut towards zero, as upstream cuts them.
public enum HumanDuration {
  /// The AGE column: two units where one would be coarse. Up to a second from the future is now.
  public static func text(seconds: Int) -> String {
    if seconds < -1 { return "<invalid>" }
    if seconds < 0 { return "0s" }
    if seconds < 120 { return "\(seconds)s" }
    let minutes = seconds / 60
    if minutes < 10 { return pair(minutes, "m", seconds % 60, "s") }
    if minutes < 180 { return "\(minutes)m" }
    let hours = minutes / 60
    if hours < 8 { return pair(hours, "h", minutes % 60, "m") }
    if hours < 48 { return "\(hours)h" }
    let days = hours / 24
    if days < 8 { return pair(days, "d", hours % 24, "h") }
    if days < 2 * 365 { return "\(days)d" }
    if days < 8 * 365 { return pair(days / 365, "y", days % 365, "d") }
    return "\(days / 365)y"
  }

  /// One unit only (`ShortHumanDuration`).
  public static func short(seconds: Int) -> String {
    if seconds < -1 { return "<invalid>" }
    if seconds < 0 { return "0s" }
    if seconds < 60 { return "\(seconds)s" }
    if seconds < 3_600 { return "\(seconds / 60)m" }
    if seconds < 24 * 3_600 { return "\(seconds / 3_600)h" }
    let days = seconds / (24 * 3_600)
    return days < 365 ? "\(days)d" : "\(days / 365)y"
  }

  private static func pair(_ large: Int, _ unit: String, _ small: Int, _ part: String) -> String {
    small == 0 ? "\(large)\(unit)" : "\(large)\(unit)\(small)\(part)"
  }
}
