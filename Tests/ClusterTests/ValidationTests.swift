import Resources
import Simulation
import Testing

@testable import Cluster

/// What the API server answers to manifests that are wrong, as real ones were recorded to answer.
@Suite struct ValidationTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let manifest: String
    let complaint: String
    var testDescription: String { complaint }
  }

  private static func paths(_ path: String, host: String = "") -> String {
    """
    {"apiVersion":"networking.k8s.io/v1","kind":"Ingress","metadata":{"name":"bading"},"spec":{"rules":[
     {\(host)"http":{"paths":[{\(path)"backend":{"service":{"name":"web","port":{"number":80}}}}]}}]}}
    """
  }

  private static let template =
    #""template":{"metadata":{"labels":{"app":"x"}},"spec":{"containers":[{"name":"c","image":"busybox"}]}}"#

  static let cases: [Case] = [
    Case(
      manifest: """
        {"apiVersion":"batch/v1","kind":"CronJob","metadata":{"name":"badcron"},"spec":{"schedule":"61 * * * *",
         "jobTemplate":{"spec":{"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"c","image":"busybox"}]}}}}}}
        """,
      complaint:
        "spec.schedule: Invalid value: \"61 * * * *\": end of range (61) above maximum (59): 61"),
    Case(
      manifest: """
        {"apiVersion":"batch/v1","kind":"Job","metadata":{"name":"badjob"},"spec":{\(template)}}
        """,
      complaint:
        "spec.template.spec.restartPolicy: Required value: valid values: \"OnFailure\", \"Never\""),
    Case(
      manifest: paths(#""path":"foo","pathType":"Prefix","#),
      complaint:
        "spec.rules[0].http.paths[0].path: Invalid value: \"foo\": must be an absolute path"),
    Case(
      manifest: paths(#""path":"/foo","#),
      complaint:
        "spec.rules[0].http.paths[0].pathType: Required value: pathType must be specified"),
    Case(
      manifest: paths(#""path":"/foo","pathType":"Exact","#, host: #""host":"1.2.3.4","#),
      complaint:
        "spec.rules[0].host: Invalid value: \"1.2.3.4\": must be a DNS name, not an IP address"),
    Case(
      manifest: """
        {"apiVersion":"apps/v1","kind":"StatefulSet","metadata":{"name":"s"},"spec":{"serviceName":"s",
         "replicas":-1,"selector":{"matchLabels":{"app":"x"}},\(template)}}
        """, complaint: "spec.replicas: Invalid value: -1: must be greater than or equal to 0"),
    Case(
      manifest: """
        {"apiVersion":"apps/v1","kind":"DaemonSet","metadata":{"name":"d"},"spec":{
         "selector":{"matchLabels":{"app":"y"}},\(template)}}
        """,
      complaint:
        "spec.template.metadata.labels: Invalid value: map[string]string{\"app\":\"x\"}: `selector` does not match template `labels`"
    ),
    Case(
      manifest: """
        {"apiVersion":"autoscaling/v2","kind":"HorizontalPodAutoscaler","metadata":{"name":"h"},"spec":{
         "scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"web"},"minReplicas":5,"maxReplicas":2}}
        """,
      complaint:
        "spec.maxReplicas: Invalid value: 2: must be greater than or equal to `minReplicas`"),
    Case(
      manifest: """
        {"apiVersion":"policy/v1","kind":"PodDisruptionBudget","metadata":{"name":"p"},
         "spec":{"minAvailable":"150%","selector":{"matchLabels":{"app":"x"}}}}
        """,
      complaint:
        "spec.minAvailable: Invalid value: intstr.IntOrString{Type:1, IntVal:0, StrVal:\"150%\"}: must not be greater than 100%"
    ),
    Case(
      manifest: """
        {"apiVersion":"networking.k8s.io/v1","kind":"NetworkPolicy","metadata":{"name":"n"},
         "spec":{"podSelector":{},"ingress":[{"from":[{}]}]}}
        """, complaint: "spec.ingress[0].from[0]: Required value: must specify a peer"),
    Case(
      manifest: """
        {"apiVersion":"rbac.authorization.k8s.io/v1","kind":"Role","metadata":{"name":"r"},
         "rules":[{"apiGroups":[""],"resources":["pods"],"verbs":[]}]}
        """, complaint: "rules[0].verbs: Required value: verbs must contain at least one value"),
    Case(
      manifest: """
        {"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"name":"c"},
         "spec":{"resources":{"requests":{"storage":"1Gi"}}}}
        """,
      complaint: "spec.accessModes: Required value: at least 1 access mode is required"),
    Case(
      manifest: """
        {"apiVersion":"v1","kind":"PersistentVolume","metadata":{"name":"v"},
         "spec":{"capacity":{"storage":"1Gi"},"accessModes":["ReadWriteOnce"]}}
        """, complaint: "spec: Required value: must specify a volume type"),
    Case(
      manifest: """
        {"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"x.y.com"},
         "spec":{"group":"example.com","scope":"Cluster","names":{"plural":"x","kind":"X"},
         "versions":[{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object"}}}]}}
        """,
      complaint:
        "metadata.name: Invalid value: \"x.y.com\": must be spec.names.plural+\".\"+spec.group"),
  ]

  @Test(arguments: cases) func wrongManifestsAreRefused(_ one: Case) {
    let refusal = Laboratory().refusal(one.manifest)
    #expect(refusal.hasSuffix(" is invalid: " + one.complaint), "\(refusal)")
  }

  @Test func whatMayNotChangeDoesNot() {
    var laboratory = Laboratory()
    laboratory.create(WorkloadScenarioTests.statefulSet)
    #expect(
      laboratory.answer(
        laboratory.patchRequest(StatefulSet.self, "db", #"{"spec":{"serviceName":"x"}}"#)
      ).failure?.message
        == "StatefulSet.apps \"db\" is invalid: spec: Forbidden: updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden"
    )
    laboratory.create(
      """
      {"apiVersion":"batch/v1","kind":"Job","metadata":{"name":"pi"},"spec":{"completions":3,"parallelism":2,
       "template":{"spec":{"restartPolicy":"Never","containers":[{"name":"c","image":"busybox:1.36"}]}}}}
      """)
    #expect(
      laboratory.answer(laboratory.patchRequest(Job.self, "pi", #"{"spec":{"completions":4}}"#))
        .failure?.message
        == "Job.batch \"pi\" is invalid: spec.completions: Invalid value: 4: field is immutable")
    laboratory.create(StorageScenarioTests.volume)
    laboratory.create(StorageScenarioTests.claim)
    #expect(
      laboratory.answer(
        laboratory.patchRequest(
          PersistentVolumeClaim.self, "claim",
          #"{"spec":{"resources":{"requests":{"storage":"500Mi"}}}}"#)
      ).failure?.message
        == "PersistentVolumeClaim \"claim\" is invalid: spec.resources.requests.storage: Forbidden: field can not be less than status.capacity"
    )
  }
}
