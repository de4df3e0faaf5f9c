import Resources
import Tree

/// The roles and bindings that the API server makes at its start (`plugin/pkg/auth/authorizer/rbac/bootstrappolicy`), as far as a learner meets them.
enum BootstrapRoles {
  /// One role, with the roles that it adds to.
  struct Entry {
    let name: String
    let rules: [PolicyRule]
    var labels: StringMap = [:]
    /// The label by which other roles add to this one.
    var aggregates: String?
  }

  private static let read = ["get", "list", "watch"]
  private static let write = [
    "create", "delete", "deletecollection", "patch", "update",
  ]
  private static let prefix = "rbac.authorization.k8s.io/aggregate-to-"

  private static let workloads: [(group: String, resources: [String])] = [
    (
      "",
      [
        "configmaps", "endpoints", "persistentvolumeclaims", "persistentvolumeclaims/status",
        "pods",
        "replicationcontrollers", "replicationcontrollers/scale", "serviceaccounts", "services",
        "services/status",
      ]
    ),
    (
      "apps",
      [
        "controllerrevisions", "daemonsets", "daemonsets/status", "deployments",
        "deployments/scale", "deployments/status", "replicasets", "replicasets/scale",
        "replicasets/status", "statefulsets", "statefulsets/scale", "statefulsets/status",
      ]
    ),
    (
      "autoscaling", ["horizontalpodautoscalers", "horizontalpodautoscalers/status"]
    ),
    ("batch", ["cronjobs", "cronjobs/status", "jobs", "jobs/status"]),
    ("policy", ["poddisruptionbudgets", "poddisruptionbudgets/status"]),
    ("networking.k8s.io", ["ingresses", "ingresses/status", "networkpolicies"]),
    ("discovery.k8s.io", ["endpointslices"]),
  ]

  private static let viewOnly = [
    "bindings", "events", "limitranges", "namespaces/status", "pods/log", "pods/status",
    "replicationcontrollers/status", "resourcequotas", "resourcequotas/status", "namespaces",
  ]

  private static var viewRules: [PolicyRule] {
    workloads.map { PolicyRule(read, groups: [$0.group], resources: $0.resources) }
      + [PolicyRule(read, groups: [""], resources: viewOnly)]
  }

  private static var editRules: [PolicyRule] {
    [
      PolicyRule(
        read, groups: [""],
        resources: [
          "pods/attach", "pods/exec", "pods/portforward", "pods/proxy", "secrets",
          "services/proxy",
        ]),
      PolicyRule(["impersonate"], groups: [""], resources: ["serviceaccounts"]),
      PolicyRule(
        write, groups: [""],
        resources: [
          "pods", "pods/attach", "pods/exec", "pods/portforward", "pods/proxy", "configmaps",
          "events", "persistentvolumeclaims", "replicationcontrollers",
          "replicationcontrollers/scale", "secrets", "serviceaccounts", "services",
          "services/proxy", "endpoints",
        ]),
      PolicyRule(["create"], groups: [""], resources: ["pods/eviction", "serviceaccounts/token"]),
      PolicyRule(
        write, groups: ["apps"],
        resources: [
          "daemonsets", "deployments", "deployments/rollback", "deployments/scale", "replicasets",
          "replicasets/scale", "statefulsets", "statefulsets/scale",
        ]),
      PolicyRule(write, groups: ["autoscaling"], resources: ["horizontalpodautoscalers"]),
      PolicyRule(write, groups: ["batch"], resources: ["cronjobs", "jobs"]),
      PolicyRule(write, groups: ["policy"], resources: ["poddisruptionbudgets"]),
      PolicyRule(
        write, groups: ["networking.k8s.io"], resources: ["ingresses", "networkpolicies"]),
      PolicyRule(
        ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"],
        groups: ["coordination.k8s.io"], resources: ["leases"]),
    ]
  }

  private static var adminRules: [PolicyRule] {
    [
      PolicyRule(
        ["create"], groups: ["authorization.k8s.io"], resources: ["localsubjectaccessreviews"]),
      PolicyRule(
        ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"],
        groups: ["rbac.authorization.k8s.io"], resources: ["rolebindings", "roles"]),
    ]
  }

  static var roles: [Entry] {
    [
      Entry(
        name: "cluster-admin",
        rules: [
          PolicyRule(["*"], groups: ["*"], resources: ["*"]), PolicyRule(["*"], urls: ["*"]),
        ]),
      Entry(name: "admin", rules: editRules + viewRules + adminRules, aggregates: prefix + "admin"),
      Entry(
        name: "edit", rules: editRules + viewRules, labels: [prefix + "admin": "true"],
        aggregates: prefix + "edit"),
      Entry(
        name: "view", rules: viewRules, labels: [prefix + "edit": "true"],
        aggregates: prefix + "view"),
      Entry(
        name: "system:aggregate-to-admin", rules: adminRules, labels: [prefix + "admin": "true"]),
      Entry(name: "system:aggregate-to-edit", rules: editRules, labels: [prefix + "edit": "true"]),
      Entry(name: "system:aggregate-to-view", rules: viewRules, labels: [prefix + "view": "true"]),
      Entry(
        name: "system:basic-user",
        rules: [
          PolicyRule(
            ["create"], groups: ["authorization.k8s.io"],
            resources: ["selfsubjectaccessreviews", "selfsubjectrulesreviews"]),
          PolicyRule(
            ["create"], groups: ["authentication.k8s.io"], resources: ["selfsubjectreviews"]),
        ]),
      Entry(
        name: "system:discovery",
        rules: [
          PolicyRule(
            ["get"],
            urls: [
              "/api", "/api/*", "/apis", "/apis/*", "/healthz", "/livez", "/openapi", "/openapi/*",
              "/readyz", "/version", "/version/",
            ])
        ]),
      Entry(
        name: "system:public-info-viewer",
        rules: [
          PolicyRule(["get"], urls: ["/healthz", "/livez", "/readyz", "/version", "/version/"])
        ]),
      Entry(name: "system:node", rules: nodeRules),
      Entry(
        name: "system:node-proxier",
        rules: [
          PolicyRule(["list", "watch"], groups: [""], resources: ["endpoints", "services"]),
          PolicyRule(read, groups: [""], resources: ["nodes"]),
          PolicyRule(
            ["create", "patch", "update"], groups: ["", "events.k8s.io"], resources: ["events"]),
          PolicyRule(
            ["list", "watch"], groups: ["discovery.k8s.io"], resources: ["endpointslices"]),
        ]),
      Entry(name: "system:kube-scheduler", rules: schedulerRules),
      Entry(
        name: "system:kube-controller-manager",
        rules: [
          PolicyRule(
            ["create", "patch", "update"], groups: ["", "events.k8s.io"], resources: ["events"]),
          PolicyRule(["list", "watch"], groups: ["*"], resources: ["*"]),
          PolicyRule(
            ["create", "get", "update"], groups: ["coordination.k8s.io"], resources: ["leases"]),
        ]),
    ]
  }

  private static var nodeRules: [PolicyRule] {
    [
      PolicyRule(read, groups: [""], resources: ["services"]),
      PolicyRule(["create", "get", "list", "watch"], groups: [""], resources: ["nodes"]),
      PolicyRule(["patch", "update"], groups: [""], resources: ["nodes", "nodes/status"]),
      PolicyRule(["create", "patch", "update"], groups: [""], resources: ["events"]),
      PolicyRule(read, groups: [""], resources: ["pods"]),
      PolicyRule(["create", "delete"], groups: [""], resources: ["pods"]),
      PolicyRule(["patch", "update"], groups: [""], resources: ["pods/status"]),
      PolicyRule(["create"], groups: [""], resources: ["pods/eviction"]),
      PolicyRule(read, groups: [""], resources: ["configmaps", "secrets"]),
      PolicyRule(
        ["get"], groups: [""], resources: ["persistentvolumeclaims", "persistentvolumes"]),
      PolicyRule(
        ["create", "delete", "get", "patch", "update"], groups: ["coordination.k8s.io"],
        resources: ["leases"]),
    ]
  }

  private static var schedulerRules: [PolicyRule] {
    [
      PolicyRule(
        ["create", "patch", "update"], groups: ["", "events.k8s.io"], resources: ["events"]),
      PolicyRule(read, groups: [""], resources: ["nodes", "namespaces"]),
      PolicyRule(["delete", "get", "list", "watch"], groups: [""], resources: ["pods"]),
      PolicyRule(["create"], groups: [""], resources: ["bindings", "pods/binding"]),
      PolicyRule(["patch", "update"], groups: [""], resources: ["pods/status"]),
      PolicyRule(
        read, groups: [""],
        resources: [
          "persistentvolumeclaims", "persistentvolumes", "replicationcontrollers", "services",
        ]),
      PolicyRule(read, groups: ["apps"], resources: ["replicasets", "statefulsets"]),
      PolicyRule(read, groups: ["policy"], resources: ["poddisruptionbudgets"]),
      PolicyRule(
        read, groups: ["storage.k8s.io"],
        resources: ["csidrivers", "csinodes", "csistoragecapacities", "storageclasses"]),
    ]
  }

  static let bindings: [(role: String, subjects: [Subject])] = [
    ("cluster-admin", [Subject("Group", "system:masters")]),
    ("system:basic-user", [Subject("Group", "system:authenticated")]),
    ("system:discovery", [Subject("Group", "system:authenticated")]),
    (
      "system:public-info-viewer",
      [Subject("Group", "system:authenticated"), Subject("Group", "system:unauthenticated")]
    ),
    ("system:node", []),
    ("system:node-proxier", [Subject("User", "system:kube-proxy")]),
    ("system:kube-scheduler", [Subject("User", "system:kube-scheduler")]),
    ("system:kube-controller-manager", [Subject("User", "system:kube-controller-manager")]),
  ]
}
