import Simulation
import Tree

/// Asks for a certificate, which somebody must approve.
public struct CertificateSigningRequest: SpecStatusKind {
  public var spec = CertificateSigningRequestSpec()
  public var status = CertificateSigningRequestStatus()
  public var rest = Fields()
  public init() {}

  public static let resource = Resource(
    "certificates.k8s.io", "v1", "CertificateSigningRequest", plural: "certificatesigningrequests",
    short: ["csr"], namespaced: false, status: true)
  public static let schema = Schema<CertificateSigningRequest>(
    "CertificateSigningRequest",
    Text("Asks for a certificate, which somebody must approve.", "申请证书，须有人批准。")
  ) {
    $0.field("spec", \.spec, "What is asked for.", "申请的内容。", always: true, required: true)
    $0.field("status", \.status, "Approval and certificate.", "批准情况与证书。", always: true)
  }
  public static let selectableFields = ["spec.signerName"]
  public func selectableField(_ path: String) -> String? {
    path == "spec.signerName" ? spec.signerName : nil
  }
  public static let columns: [Column<CertificateSigningRequest>] = [
    .name, .age,
    Column("SignerName") { request, _ in request.spec.signerName.orNone },
    Column("Requestor") { request, _ in request.spec.username },
    Column("RequestedDuration") { request, _ in
      request.spec.expirationSeconds.map { HumanDuration.text(seconds: Int($0)) } ?? "<none>"
    },
    Column("Condition") { request, _ in request.status.text },
  ]

  public func validate(_ metadata: Metadata, _ errors: inout FieldErrors) {
    if spec.usages.isEmpty { errors.required("spec.usages") }
    if spec.signerName.isEmpty { errors.required("spec.signerName") }
    if spec.request.isEmpty {
      errors.invalid("spec.request", "[]byte(nil)", "PEM block type must be CERTIFICATE REQUEST")
    }
    if let seconds = spec.expirationSeconds, seconds < 600 {
      errors.invalid(
        "spec.expirationSeconds", Int64(seconds),
        "may not specify a duration less than 600 seconds (10 minutes)")
    }
  }
}

/// What is asked of a signer.
public struct CertificateSigningRequestSpec: Modeled {
  public var request = ""
  public var signerName = ""
  public var expirationSeconds: Int32?
  public var usages: [String] = []
  public var username = ""
  public var groups: [String] = []
  public var rest = Fields()
  public init() {}
  public static let schema = Schema<CertificateSigningRequestSpec>("CertificateSigningRequestSpec")
  {
    $0.field(
      "request", \.request, "The request (PKCS#10) in base64.", "base64 编码的请求（PKCS#10）。",
      always: true, required: true)
    $0.field("signerName", \.signerName, "Who is to sign.", "由谁签发。", always: true, required: true)
    $0.field("expirationSeconds", \.expirationSeconds, "How long it is to be valid.", "有效期秒数。")
    $0.field("usages", \.usages, "What it is to be used for.", "证书用途。")
    $0.field("username", \.username, "Who asked.", "申请者。")
    $0.kept("uid", .string)
    $0.field("groups", \.groups, "Groups of who asked.", "申请者所属的组。")
    $0.kept("extra", .any)
  }
}

/// Approval, denial and the certificate.
public struct CertificateSigningRequestStatus: Modeled {
  public var conditions: [WorkloadCondition] = []
  public var certificate = ""
  public var rest = Fields()
  public init() {}
  public static let schema = Schema<CertificateSigningRequestStatus>(
    "CertificateSigningRequestStatus"
  ) {
    $0.field(
      "conditions", \.conditions, "Approved, Denied or Failed.", "Approved、Denied 或 Failed。",
      merging: .byKey(["type"]))
    $0.field("certificate", \.certificate, "The certificate in base64.", "base64 编码的证书。")
  }

  fileprivate var text: String {
    let types = conditions.map(\.type)
    guard !types.isEmpty else { return "Pending" }
    return (types.contains("Denied") ? "Denied" : types.contains("Approved") ? "Approved" : "")
      + (types.contains("Failed") ? ",Failed" : "") + (certificate.isEmpty ? "" : ",Issued")
  }
}
