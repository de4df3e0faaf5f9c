import Simulation
import Tree

/// Asks for a certificate, which somebody must approve.
package struct CertificateSigningRequest: SpecStatusKind {
  package var spec = CertificateSigningRequestSpec()
  package var status = CertificateSigningRequestStatus()
  package var rest = Fields()
  package init() {}

  package static let resource = Resource(
    "certificates.k8s.io", "v1", "CertificateSigningRequest", plural: "certificatesigningrequests",
    short: ["csr"], namespaced: false, status: true)
  package static let schema = Schema<CertificateSigningRequest>(
    "CertificateSigningRequest",
    Text("Asks for a certificate, which somebody must approve.", "申请证书，须有人批准。")
  ) {
    $0.field("spec", \.spec, "What is asked for.", "申请的内容。", always: true, required: true)
    $0.field("status", \.status, "Approval and certificate.", "批准情况与证书。", always: true)
  }
  package static let selectableFields = ["spec.signerName"]
  package func selectableField(_ path: String) -> String? {
    path == "spec.signerName" ? spec.signerName : nil
  }
  package static let columns: [Column<CertificateSigningRequest>] = [
    .name, .age,
    Column("SignerName") { request, _ in request.spec.signerName.orNone },
    Column("Requestor") { request, _ in request.spec.username },
    Column("RequestedDuration") { request, _ in
      request.spec.expirationSeconds.map { HumanDuration.text(seconds: Int($0)) } ?? "<none>"
    },
    Column("Condition") { request, _ in request.status.text },
  ]

  package func validate(_ metadata: Metadata, _ errors: inout FieldErrors) {
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
package struct CertificateSigningRequestSpec: Modeled {
  package var request = ""
  package var signerName = ""
  package var expirationSeconds: Int32?
  package var usages: [String] = []
  package var username = ""
  package var groups: [String] = []
  package var rest = Fields()
  package init() {}
  package static let schema = Schema<CertificateSigningRequestSpec>("CertificateSigningRequestSpec")
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
package struct CertificateSigningRequestStatus: Modeled {
  package var conditions: [WorkloadCondition] = []
  package var certificate = ""
  package var rest = Fields()
  package init() {}
  package static let schema = Schema<CertificateSigningRequestStatus>(
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
