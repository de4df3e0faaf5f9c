import Resources
import Simulation
import Testing
import Tree

@testable import Cluster

@Suite struct AuthorizationTests {
  private static func list(_ user: String, _ kind: Int, _ namespace: String) -> Request {
    var request = Request(.list, kind, namespace: namespace)
    request.user = User(user, groups: ["system:authenticated"])
    return request
  }

  @Test func nobodyMayDoWhatNoRoleAllows() {
    let laboratory = Laboratory()
    #expect(
      laboratory.answer(Self.list("bob", Catalog.pods, "default")).failure?.message
        == "pods is forbidden: User \"bob\" cannot list resource \"pods\" in API group \"\" in the namespace \"default\""
    )
    #expect(
      laboratory.answer(Self.list("bob", Catalog.nodes, "")).failure?.message
        == "nodes is forbidden: User \"bob\" cannot list resource \"nodes\" in API group \"\" at the cluster scope"
    )
  }

  @Test func aBindingGivesARoleInItsNamespace() {
    var laboratory = Laboratory()
    laboratory.create(
      """
      {"apiVersion":"rbac.authorization.k8s.io/v1","kind":"Role","metadata":{"name":"reader"},
       "rules":[{"apiGroups":[""],"resources":["pods"],"verbs":["get","list"]}]}
      """)
    laboratory.create(
      """
      {"apiVersion":"rbac.authorization.k8s.io/v1","kind":"RoleBinding","metadata":{"name":"rb"},
       "roleRef":{"kind":"Role","name":"reader","apiGroup":"rbac.authorization.k8s.io"},
       "subjects":[{"kind":"ServiceAccount","name":"robot","namespace":"default"}]}
      """)
    let robot = "system:serviceaccount:default:robot"
    #expect(laboratory.answer(Self.list(robot, Catalog.pods, "default")).failure == nil)
    #expect(laboratory.answer(Self.list(robot, Catalog.pods, "kube-system")).failure?.code == 403)
    #expect(laboratory.rows(RoleBinding.self) == ["rb Role/reader"])
  }

  @Test func reviewsTellWhatIsAllowed() {
    var laboratory = Laboratory()
    laboratory.create(
      """
      {"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRoleBinding","metadata":{"name":"v"},
       "roleRef":{"kind":"ClusterRole","name":"view","apiGroup":"rbac.authorization.k8s.io"},
       "subjects":[{"kind":"User","name":"ann","apiGroup":"rbac.authorization.k8s.io"}]}
      """)
    func allowed(_ verb: String, _ resource: String) -> AccessReviewStatus? {
      let request = laboratory.request(
        creating: [
          "apiVersion": "authorization.k8s.io/v1", "kind": "SelfSubjectAccessReview",
          "spec": [
            "resourceAttributes": [
              "verb": .string(verb), "resource": .string(resource), "namespace": "default",
            ]
          ],
        ], user: User("ann"))
      return (laboratory.answer(request).record as? Object<SelfSubjectAccessReview>)?.body.status
    }
    #expect(allowed("list", "pods")?.allowed == true)
    #expect(
      allowed("list", "pods")?.reason
        == "RBAC: allowed by ClusterRoleBinding \"v\" of ClusterRole \"view\" to User \"ann\"")
    #expect(allowed("list", "secrets")?.allowed == false)
    #expect(allowed("delete", "pods")?.allowed == false)
  }

  @Test func aggregatedRolesAreFilled() {
    var laboratory = Laboratory()
    let before = laboratory.get(ClusterRole.self, "view")?.body.rules.count ?? 0
    laboratory.create(
      """
      {"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRole",
       "metadata":{"name":"lessons","labels":{"rbac.authorization.k8s.io/aggregate-to-view":"true"}},
       "rules":[{"apiGroups":["learn.example.com"],"resources":["lessons"],"verbs":["get"]}]}
      """)
    #expect(laboratory.get(ClusterRole.self, "view")?.body.rules.count == before + 1)
    #expect(
      laboratory.get(ClusterRole.self, "admin")?.body.rules.contains {
        $0.resources == ["lessons"]
      } == true)
  }
}
