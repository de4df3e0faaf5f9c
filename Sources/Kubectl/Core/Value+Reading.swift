import Resources
import Tree

/// Short ways to read objects as the API shows them.
extension Value {
  func at(_ path: String...) -> Value? { self[path].flatMap { $0.isNull ? nil : $0 } }

  func has(_ path: String...) -> Bool { self[path].map { !$0.isNull } ?? false }

  /// A scalar as Go's `%v` prints it; empty where there is none.
  func text(_ path: String...) -> String {
    guard let value = self[path], !value.isNull else { return "" }
    return value.goPrinted
  }

  func int(_ path: String...) -> Int64 { self[path]?.int ?? 0 }
  func bool(_ path: String...) -> Bool { self[path]?.bool ?? false }
  func items(_ path: String...) -> [Value] { self[path]?.array ?? [] }
  func members(_ path: String...) -> Fields { self[path]?.object ?? Fields() }
  func texts(_ path: String...) -> [String] {
    (self[path]?.array ?? []).map { $0.string ?? $0.goPrinted }
  }

  var name: String { text("metadata", "name") }
}

extension Fields {
  /// `a=b,c=d`, or `<none>`, as `labels.FormatLabels`.
  var labelText: String {
    isEmpty ? "<none>" : map { "\($0.key)=\($0.value.goPrinted)" }.joined(separator: ",")
  }
}

/// How long ago a time of the API was.
enum Age {
  static func text(_ time: String, _ now: Int64) -> String {
    guard !time.isEmpty, let moment = try? Timestamp(parsing: time) else { return "<unknown>" }
    return HumanDuration.text(seconds: Int(now - moment.seconds))
  }

  /// RFC 1123 with a numeric zone, as kubectl shows points in time.
  static func date(_ time: String) -> String {
    guard let moment = try? Timestamp(parsing: time) else {
      return "Mon, 01 Jan 0001 00:00:00 +0000"
    }
    return moment.rfc1123Z
  }
}

extension Value {
  /// The name by which the kubelet knows a pod: its file's hash for a static one.
  var runtimeUID: String {
    let hash = text("metadata", "annotations", "kubernetes.io/config.mirror")
    return hash.isEmpty ? text("metadata", "uid") : hash
  }
}
