import Cluster
import Resources
import Shell
import Simulation
import Testing
import Tree

@Suite struct ContainerTests {
  private func world(_ objects: Value...) -> World {
    var setup = WorldSetup.numbered(1)
    setup.objects = objects
    return World(setup, interpreter: Shell(commands: []))
  }

  private func pod(_ script: String, _ more: Value = .emptyObject, spec: Value = .emptyObject)
    -> Value
  {
    var container: Value = [
      "name": "c", "image": "busybox:1.36", "command": ["sh", "-c", .string(script)],
    ]
    for (key, value) in more.object ?? Fields() { container[key] = value }
    var body = spec
    body["containers"] = [container]
    return [
      "apiVersion": "v1", "kind": "Pod", "metadata": ["name": "p", "labels": ["app": "web"]],
      "spec": body,
    ]
  }

  private func log(_ world: World) -> [String] {
    guard let pod = world.api.store.get(Pod.self, ObjectKey("default", "p")),
      let log = world.log(node: "node-1", pod: pod.uid, container: "c")
    else { return [] }
    return ContainerLog.lines(log.current).map(\.text)
  }

  private func run(_ line: String, _ world: inout World) -> String {
    guard let pod = world.api.store.get(Pod.self, ObjectKey("default", "p")) else {
      return "no pod"
    }
    var bench = Bench(world)
    let result = bench.run(line, at: .container(node: "node-1", pod: pod.uid, name: "c"))
    world = bench.world
    return result.out + result.err
  }

  @Test func anEndlessLoopGoesOnFromItsCheckpoint() {
    var world = world(pod("i=0; while true; do i=$((i+1)); echo tick $i; sleep 1; done"))
    #expect(world.isSettled)
    let before = log(world).count
    world.run(until: world.now + .seconds(600))
    let lines = log(world)
    #expect(lines.count > before + 500)
    #expect(lines.last == "tick \(lines.count)")
    #expect((world.processes.last?.answersKept ?? 99) < 5)
  }

  @Test func aBusyLoopLeavesTimeToOthers() {
    var world = world(pod("while :; do :; done"))
    world.run(until: world.now + .seconds(60))
    #expect(world.api.store.get(Pod.self, ObjectKey("default", "p"))?.status.phase == "Running")
  }

  @Test func variablesComeFromEverywhere() {
    var world = world(
      [
        "apiVersion": "v1", "kind": "ConfigMap", "metadata": ["name": "m"],
        "data": ["k": "v", "L": "w"],
      ],
      [
        "apiVersion": "v1", "kind": "Secret", "metadata": ["name": "s"],
        "stringData": ["p": "geheim"],
      ],
      [
        "apiVersion": "v1", "kind": "Service", "metadata": ["name": "my-db"],
        "spec": ["ports": [["port": 5432]]],
      ],
      pod(
        "echo $A $B $C $D $L $MY_DB_SERVICE_PORT $KUBERNETES_SERVICE_HOST; cat /etc/cfg/k; sleep 1000",
        [
          "env": [
            ["name": "A", "value": "1"],
            ["name": "B", "valueFrom": ["configMapKeyRef": ["name": "m", "key": "k"]]],
            ["name": "C", "valueFrom": ["secretKeyRef": ["name": "s", "key": "p"]]],
            ["name": "D", "valueFrom": ["fieldRef": ["fieldPath": "metadata.name"]]],
          ], "envFrom": [["configMapRef": ["name": "m"]]],
          "volumeMounts": [["name": "v", "mountPath": "/etc/cfg"]],
        ], spec: ["volumes": [["name": "v", "configMap": ["name": "m"]]]]))
    #expect(log(world) == ["1 v geheim p w 5432 10.96.0.1", "v"])
    #expect(
      run(
        "ls /etc/cfg; hostname; cat /var/run/secrets/kubernetes.io/serviceaccount/namespace", &world
      ) == "L\nk\np\ndefault")
    #expect(run("echo x > /etc/cfg/k", &world).contains("Read-only file system"))
  }

  @Test func aMissingConfigMapKeepsTheContainerWaiting() {
    let world = world(
      pod(
        "echo hi",
        ["env": [["name": "B", "valueFrom": ["configMapKeyRef": ["name": "m", "key": "k"]]]]]))
    let status = world.api.store.get(Pod.self, ObjectKey("default", "p"))?.status.containerStatuses
      .first
    #expect(status?.state.waiting?.reason == "CreateContainerConfigError")
    #expect(status?.state.waiting?.message == "configmap \"m\" not found")
  }

  @Test func aMissingSecretCannotBeMounted() {
    let world = world(
      pod(
        "echo hi", ["volumeMounts": [["name": "v", "mountPath": "/v"]]],
        spec: ["volumes": [["name": "v", "secret": ["secretName": "s"]]]]))
    let status = world.api.store.get(Pod.self, ObjectKey("default", "p"))?.status.containerStatuses
      .first
    #expect(status?.state.waiting?.reason == "ContainerCreating")
    let events = world.api.store.tables[Catalog.events].sorted().compactMap {
      $0 as? Object<ClusterEvent>
    }
    #expect(
      events.contains {
        $0.reason == "FailedMount"
          && $0.message == "MountVolume.SetUp failed for volume \"v\" : secret \"s\" not found"
      })
  }

  @Test func aProbeRunsInTheContainer() {
    var world = world(
      pod(
        "touch /tmp/healthy; sleep 30; rm -f /tmp/healthy; sleep 600",
        ["livenessProbe": ["exec": ["command": ["cat", "/tmp/healthy"]], "periodSeconds": 5]]))
    #expect(run("ls /tmp", &world) == "healthy\n")
    world.run(until: world.now + .seconds(90))
    let status = world.api.store.get(Pod.self, ObjectKey("default", "p"))?.status.containerStatuses
      .first
    #expect((status?.restartCount ?? 0) == 1)
  }
}
