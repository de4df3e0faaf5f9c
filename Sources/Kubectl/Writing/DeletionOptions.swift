import Cluster
import Resources
import Tree

/// How objects are deleted: the flags that `delete` and `replace --force` share.
struct DeletionOptions {
  /// Seconds; nil for the object's own.
  var gracePeriod: Int64?
  var propagation = Propagation.background
  var isForced = false
  var waits = true
  var timeout = GoDuration(nanoseconds: 0)

  static let flags = [
    FlagSpec(
      "grace-period", nil, .int, default: "-1",
      help: Text("Seconds that the object may take to end.", "允许对象优雅终止的秒数。")),
    FlagSpec(
      "force", nil, .bool,
      help: Text("Do not wait for the pod to end; with a grace period of 0.", "立即删除，宽限期为 0。")),
    FlagSpec("now", nil, .bool, help: Text("A grace period of 1 second.", "宽限期为 1 秒。")),
    FlagSpec(
      "cascade", default: "background", noOptionDefault: "background",
      help: Text(
        "What happens to what the object owns: background, foreground or orphan.",
        "对从属对象的处理：background、foreground 或 orphan。")),
    FlagSpec(
      "wait", nil, .bool, default: "true",
      help: Text("Wait until the objects are gone.", "等待对象消失。")),
    FlagSpec("timeout", nil, .duration, help: Text("How long to wait.", "等待的时限。")),
  ]

  init(_ flags: ParsedFlags, _ kubectl: Session) throws(Halt) {
    propagation = try Self.propagation(flags, kubectl)
    isForced = flags.bool("force")
    waits = flags.bool("wait")
    timeout = flags.duration("timeout")
    var grace = flags.int("grace-period")
    if flags.isKnown("now"), flags.bool("now") {
      if grace != -1 { throw kubectl.fail("--now and --grace-period cannot be specified together") }
      grace = 1
    }
    if grace == 0, !isForced {
      // Without --force, kubectl makes one second of none, and waits.
      grace = 1
      waits = true
    }
    if isForced, grace < 0 { grace = 0 }
    if isForced, grace > 0 {
      throw kubectl.fail(
        "--force and --grace-period greater than 0 cannot be specified together")
    }
    gracePeriod = grace >= 0 ? Int64(grace) : nil
    if isForced, gracePeriod == 0, !flags.isSet("wait") { waits = false }
  }

  static func propagation(
    _ flags: ParsedFlags, _ kubectl: Session
  ) throws(Halt) -> Propagation {
    switch flags.string("cascade") {
    case "background", "true": return .background
    case "foreground": return .foreground
    case "orphan", "false": return .orphan
    case let word:
      throw kubectl.fail(
        "invalid cascade value (\(word)). Must be \"background\", \"foreground\", or \"orphan\"")
    }
  }

  func warn(_ flags: ParsedFlags, _ kubectl: inout Session) {
    if let word = FlagText.bool(flags.string("cascade")) {
      kubectl.warn(
        "warning: --cascade=\(word) is deprecated (boolean value) and can be replaced with --cascade=\(word ? "background" : "orphan")."
      )
    }
    if isForced, gracePeriod == 0 {
      kubectl.warn(
        "Warning: Immediate deletion does not wait for confirmation that the running resource has been terminated. The resource may continue to run on the cluster indefinitely."
      )
    }
  }

  func request(_ target: Target, isDryRun: Bool = false) -> Request {
    var wish = target.request(.delete)
    wish.gracePeriod = gracePeriod
    wish.propagation = propagation
    wish.isDryRun = isDryRun
    return wish
  }
}
