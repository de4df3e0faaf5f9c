import Resources
import Simulation
import Testing

@testable import Cluster

@Suite struct WorkloadScenarioTests {
  static let daemonSet = """
    {"apiVersion":"apps/v1","kind":"DaemonSet","metadata":{"name":"agent","labels":{"app":"agent"}},
     "spec":{"selector":{"matchLabels":{"app":"agent"}},"template":{"metadata":{"labels":{"app":"agent"}},
     "spec":{"containers":[{"name":"agent","image":"nginx:1.25"}]}}}}
    """

  @Test func aDaemonSetRunsOnEveryNode() {
    var laboratory = Laboratory()
    laboratory.create(Self.daemonSet)
    #expect(laboratory.rows(DaemonSet.self) == ["agent 3 3 3 3 3 <none>"])
    let nodes = laboratory.all(Pod.self).map(\.body.spec.nodeName)
    #expect(nodes.sorted() == ["node-1", "node-2", "node-3"])
    laboratory.patch(
      DaemonSet.self, "agent", #"{"spec":{"template":{"spec":{"nodeSelector":{"disk":"ssd"}}}}}"#)
    laboratory.wait(seconds: 40)
    #expect(laboratory.rows(DaemonSet.self) == ["agent 0 0 0 0 0 disk=ssd"])
    laboratory.patch(Node.self, "node-1", #"{"metadata":{"labels":{"disk":"ssd"}}}"#)
    laboratory.wait(seconds: 5)
    #expect(laboratory.rows(DaemonSet.self) == ["agent 1 1 1 1 1 disk=ssd"])
    #expect(laboratory.all(Pod.self).map(\.body.spec.nodeName) == ["node-1"])
  }

  @Test func aDaemonSetRollsNodeByNode() {
    var laboratory = Laboratory()
    laboratory.create(Self.daemonSet)
    laboratory.patch(
      DaemonSet.self, "agent",
      #"{"spec":{"template":{"spec":{"containers":[{"name":"agent","image":"nginx:1.27"}]}}}}"#)
    laboratory.wait(seconds: 60)
    #expect(laboratory.rows(DaemonSet.self) == ["agent 3 3 3 3 3 <none>"])
    #expect(laboratory.all(Pod.self).allSatisfy { $0.body.spec.imageNames == "nginx:1.27" })
    #expect(laboratory.all(ControllerRevision.self).map(\.body.revision).sorted() == [1, 2])
  }

  static let statefulSet = """
    {"apiVersion":"apps/v1","kind":"StatefulSet","metadata":{"name":"db"},
     "spec":{"serviceName":"db","replicas":3,"selector":{"matchLabels":{"app":"db"}},
     "template":{"metadata":{"labels":{"app":"db"}},
     "spec":{"terminationGracePeriodSeconds":1,"containers":[{"name":"pg","image":"nginx:1.25"}]}}}}
    """

  @Test func aStatefulSetMakesOnePodAfterTheOther() {
    var laboratory = Laboratory()
    laboratory.create(Self.statefulSet)
    #expect(laboratory.rows(StatefulSet.self) == ["db 3/3"])
    #expect(laboratory.all(Pod.self).map(\.name) == ["db-0", "db-1", "db-2"])
    #expect(
      laboratory.events(about: "db") == [
        "SuccessfulCreate: create Pod db-0 in StatefulSet db successful",
        "SuccessfulCreate: create Pod db-1 in StatefulSet db successful",
        "SuccessfulCreate: create Pod db-2 in StatefulSet db successful",
      ])
    laboratory.patch(StatefulSet.self, "db", #"{"spec":{"replicas":1}}"#)
    laboratory.wait(seconds: 20)
    #expect(laboratory.all(Pod.self).map(\.name) == ["db-0"])
    let before = laboratory.get(Pod.self, "db-0")?.uid
    laboratory.delete(Pod.self, "db-0")
    laboratory.wait(seconds: 20)
    #expect(laboratory.get(Pod.self, "db-0")?.uid != before)
    #expect(laboratory.rows(StatefulSet.self) == ["db 1/1"])
  }

  @Test func aStatefulSetKeepsAPartitionOld() {
    var laboratory = Laboratory()
    laboratory.create(Self.statefulSet)
    laboratory.patch(
      StatefulSet.self, "db",
      #"{"spec":{"updateStrategy":{"rollingUpdate":{"partition":2}},"template":{"spec":{"containers":[{"name":"pg","image":"nginx:1.27"}]}}}}"#
    )
    laboratory.wait(seconds: 30)
    #expect(
      laboratory.all(Pod.self).map(\.body.spec.imageNames)
        == ["nginx:1.25", "nginx:1.25", "nginx:1.27"])
  }

  @Test func aJobRunsUntilEnoughHaveEndedWell() {
    var laboratory = Laboratory()
    laboratory.create(
      """
      {"apiVersion":"batch/v1","kind":"Job","metadata":{"name":"pi"},
       "spec":{"completions":3,"parallelism":2,"template":{"spec":{"restartPolicy":"Never",
       "containers":[{"name":"c","image":"busybox:1.36","command":["sh","-c","exit 0"]}]}}}}
      """)
    laboratory.wait(seconds: 30)
    let job = laboratory.get(Job.self, "pi")
    #expect(job?.status.isComplete == true, "\(job?.tree.json() ?? "")")
    #expect(job?.status.succeeded == 3)
    #expect(laboratory.all(Pod.self).count == 3)
    #expect(laboratory.all(Pod.self).allSatisfy { $0.metadata.finalizers.isEmpty })
    #expect(laboratory.events(about: "pi").last == "Completed: Job completed")
    laboratory.delete(Job.self, "pi")
    laboratory.wait(seconds: 40)
    #expect(laboratory.all(Pod.self).isEmpty)
  }

  @Test func aJobFailsAfterItsLimit() {
    var laboratory = Laboratory()
    laboratory.create(
      """
      {"apiVersion":"batch/v1","kind":"Job","metadata":{"name":"doomed"},
       "spec":{"backoffLimit":1,"template":{"spec":{"restartPolicy":"Never",
       "containers":[{"name":"c","image":"busybox:1.36","command":["sh","-c","exit 1"]}]}}}}
      """)
    laboratory.wait(seconds: 90)
    let job = laboratory.get(Job.self, "doomed")
    #expect(job?.status.hasFailed == true, "\(job?.tree.json() ?? "")")
    #expect(job?.status.failed == 2)
    #expect(
      laboratory.events(about: "doomed").last
        == "BackoffLimitExceeded: Job has reached the specified backoff limit")
  }

  @Test func aCronJobMakesJobsOnTime() {
    var laboratory = Laboratory()
    laboratory.create(
      """
      {"apiVersion":"batch/v1","kind":"CronJob","metadata":{"name":"tick"},
       "spec":{"schedule":"*/1 * * * *","jobTemplate":{"spec":{"template":{"spec":{"restartPolicy":"OnFailure",
       "containers":[{"name":"c","image":"busybox:1.36","command":["date"]}]}}}}}}
      """)
    laboratory.wait(seconds: 400)
    let jobs = laboratory.all(Job.self)
    #expect(jobs.count == 3, "\(jobs.map(\.name))")
    #expect(jobs.allSatisfy { $0.status.isComplete })
    #expect(laboratory.get(CronJob.self, "tick")?.status.active.isEmpty == true)
    #expect(laboratory.get(CronJob.self, "tick")?.status.lastSuccessfulTime != nil)
  }
}
