import Resources
import Simulation
import Testing

@testable import Cluster

@Suite struct AdmissionTests {
  private static func pod(_ name: String, _ container: String = "", _ spec: String = "") -> String {
    """
    {"apiVersion":"v1","kind":"Pod","metadata":{"name":"\(name)"},
     "spec":{\(spec)"containers":[{"name":"c","image":"nginx:1.25"\(container)}]}}
    """
  }

  @Test func aQuotaIsCountedAndEnforced() {
    var laboratory = Laboratory()
    laboratory.create(
      """
      {"apiVersion":"v1","kind":"ResourceQuota","metadata":{"name":"small"},
       "spec":{"hard":{"pods":"2","requests.cpu":"1","requests.memory":"1Gi","services":"2"}}}
      """)
    #expect(
      laboratory.rows(ResourceQuota.self)
        == ["small pods: 0/2, requests.cpu: 0/1, requests.memory: 0/1Gi, services: 1/2 "])
    #expect(
      laboratory.refusal(Self.pod("a"))
        == "pods \"a\" is forbidden: failed quota: small: must specify requests.cpu for: c; requests.memory for: c"
    )
    laboratory.create(
      Self.pod("sized", #","resources":{"requests":{"cpu":"250m","memory":"64Mi"}}"#))
    #expect(
      laboratory.refusal(
        Self.pod("guaranteed", #","resources":{"limits":{"cpu":"1","memory":"128Mi"}}"#))
        == "pods \"guaranteed\" is forbidden: exceeded quota: small, requested: requests.cpu=1, used: requests.cpu=250m, limited: requests.cpu=1"
    )
    laboratory.delete(Pod.self, "sized")
    laboratory.wait(seconds: 40)
    #expect(laboratory.get(ResourceQuota.self, "small")?.status.used["pods"]?.text == "0")
  }

  @Test func aLimitRangeFillsInAndRefuses() {
    var laboratory = Laboratory()
    laboratory.create(
      """
      {"apiVersion":"v1","kind":"LimitRange","metadata":{"name":"defaults"},"spec":{"limits":[
       {"type":"Container","default":{"cpu":"500m","memory":"256Mi"},
        "defaultRequest":{"cpu":"100m","memory":"64Mi"},"max":{"cpu":"2"}}]}}
      """)
    laboratory.create(Self.pod("d"))
    let resources = laboratory.get(Pod.self, "d")?.body.spec.containers.first?.resources
    #expect(
      resources?.tree.json()
        == #"{"limits":{"cpu":"500m","memory":"256Mi"},"requests":{"cpu":"100m","memory":"64Mi"}}"#)
    #expect(
      laboratory.refusal(Self.pod("big", #","resources":{"limits":{"cpu":"3"}}"#))
        == "pods \"big\" is forbidden: maximum cpu usage per Container is 2, but limit is 3")
    #expect(
      laboratory.refusal(Self.pod("bigcpu", #","resources":{"requests":{"cpu":"100"}}"#))
        == "Pod \"bigcpu\" is invalid: spec.containers[0].resources.requests: Invalid value: \"100\": must be less than or equal to cpu limit of 500m"
    )
  }

  @Test func prioritiesHaveNames() {
    var laboratory = Laboratory()
    #expect(
      laboratory.rows(PriorityClass.self) == [
        "system-cluster-critical 2000000000 false PreemptLowerPriority",
        "system-node-critical 2000001000 false PreemptLowerPriority",
      ])
    #expect(
      laboratory.refusal(Self.pod("vip2", "", #""priorityClassName":"nosuch","#))
        == "pods \"vip2\" is forbidden: no PriorityClass with name nosuch was found")
    laboratory.create(
      #"{"apiVersion":"scheduling.k8s.io/v1","kind":"PriorityClass","metadata":{"name":"high"},"value":1000000}"#
    )
    laboratory.create(Self.pod("vip", "", #""priorityClassName":"high","#))
    #expect(laboratory.get(Pod.self, "vip")?.body.spec.priority == 1_000_000)
  }

  @Test func evictionsKeepToTheBudget() {
    var laboratory = Laboratory()
    laboratory.create(
      """
      {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web"},"spec":{"replicas":3,
       "selector":{"matchLabels":{"app":"web"}},"template":{"metadata":{"labels":{"app":"web"}},
       "spec":{"terminationGracePeriodSeconds":1,"containers":[{"name":"c","image":"nginx:1.25"}]}}}}
      """)
    laboratory.create(
      """
      {"apiVersion":"policy/v1","kind":"PodDisruptionBudget","metadata":{"name":"webpdb"},
       "spec":{"minAvailable":2,"selector":{"matchLabels":{"app":"web"}}}}
      """)
    #expect(laboratory.rows(PodDisruptionBudget.self) == ["webpdb 2 N/A 1"])
    let pods = laboratory.all(Pod.self).map(\.name)
    func eviction(_ name: String) -> Request {
      var request = Request(.create, Catalog.pods, namespace: "default", name: name)
      request.subresource = "eviction"
      return request
    }
    laboratory.send(eviction(pods[0]), settling: false)
    laboratory.world.run(until: laboratory.world.now + Milliseconds(5))
    let failure = laboratory.answer(eviction(pods[1])).failure
    #expect(
      failure?.message == "Cannot evict pod as it would violate the pod's disruption budget.")
    #expect(failure?.code == 429)
  }

  @Test func largeObjectsAreRefused() {
    let laboratory = Laboratory()
    let text = String(repeating: "x", count: 1_600_000)
    #expect(
      laboratory.refusal(
        #"{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"big"},"data":{"a":"\#(text)"}}"#
      )
        == "etcdserver: request is too large")
  }
}
