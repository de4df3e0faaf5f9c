import Resources
import Simulation
import Testing

@testable import Cluster

@Suite struct StorageScenarioTests {
  static let volume = """
    {"apiVersion":"v1","kind":"PersistentVolume","metadata":{"name":"pv1"},
     "spec":{"capacity":{"storage":"2Gi"},"accessModes":["ReadWriteOnce"],"storageClassName":"manual",
     "hostPath":{"path":"/data"}}}
    """
  static let claim = """
    {"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"name":"claim"},
     "spec":{"accessModes":["ReadWriteOnce"],"storageClassName":"manual",
     "resources":{"requests":{"storage":"1Gi"}}}}
    """

  @Test func aClaimIsBoundToAVolumeThatSuitsIt() {
    var laboratory = Laboratory()
    laboratory.create(Self.volume)
    #expect(
      laboratory.rows(PersistentVolume.self) == ["pv1 2Gi RWO Retain Available  manual <unset> "])
    laboratory.create(Self.claim)
    #expect(
      laboratory.rows(PersistentVolumeClaim.self) == ["claim Bound pv1 2Gi RWO manual <unset>"])
    #expect(
      laboratory.rows(PersistentVolume.self)
        == ["pv1 2Gi RWO Retain Bound default/claim manual <unset> "])
    laboratory.delete(PersistentVolumeClaim.self, "claim")
    #expect(laboratory.all(PersistentVolumeClaim.self).isEmpty)
    #expect(
      laboratory.rows(PersistentVolume.self)
        == ["pv1 2Gi RWO Retain Released default/claim manual <unset> "])
  }

  @Test func aClaimInUseStaysUntilThePodIsGone() {
    var laboratory = Laboratory()
    laboratory.create(Self.volume)
    laboratory.create(Self.claim)
    laboratory.create(
      """
      {"apiVersion":"v1","kind":"Pod","metadata":{"name":"user"},"spec":{
       "terminationGracePeriodSeconds":1,
       "containers":[{"name":"c","image":"nginx:1.25","volumeMounts":[{"name":"d","mountPath":"/d"}]}],
       "volumes":[{"name":"d","persistentVolumeClaim":{"claimName":"claim"}}]}}
      """)
    laboratory.delete(PersistentVolumeClaim.self, "claim")
    #expect(
      laboratory.rows(PersistentVolumeClaim.self) == [
        "claim Terminating pv1 2Gi RWO manual <unset>"
      ])
    laboratory.delete(Pod.self, "user")
    laboratory.wait(seconds: 10)
    #expect(laboratory.all(PersistentVolumeClaim.self).isEmpty)
  }

  @Test func aClaimOfAnUnknownClassSaysSo() {
    var laboratory = Laboratory()
    laboratory.create(
      Self.claim.replacing("manual", with: "nosuch").replacing("\"claim\"", with: "\"lonely\""))
    #expect(
      laboratory.events(about: "lonely").first
        == "ProvisioningFailed: storageclass.storage.k8s.io \"nosuch\" not found")
    #expect(laboratory.rows(PersistentVolumeClaim.self) == ["lonely Pending    nosuch <unset>"])
  }
}
