import Console
import Foundation
import Lessons
import Resources

/// A lesson small enough to read in a test.
enum SmallLesson {
  static let yaml = """
    format: 1
    id: small
    version: 1
    title: {en: A small lesson, zh-Hans: 小课程}
    minutes: 5
    world:
      nodes: 1
      objects: [pods.yaml]
      files: [note.txt]
    steps:
      - id: scene
        kind: text
      - id: guess
        kind: predict
        form: number
        experiment: kubectl get pods -l env!=prod
        answer: {count: kubectl get pods -l env!=prod -o name}
        wrong: [1, 3]
      - id: choose
        kind: question
        form: choice
        answer:
          choices:
            - id: a
              when: [{object: pod/a1, path: .metadata.labels.env, equals: prod}]
            - id: b
              when: [{object: pod/a1, path: .metadata.labels.env, equals: qa}]
        wrong: [b]
      - id: gone
        kind: walk
        needs: [{object: pod/b1}]
        run: kubectl delete pod b1
        pauses:
          - id: marked
            event: {kind: pod, name: b1, path: .metadata.deletionTimestamp}
            claims: [{object: pod/b1}]
          - id: deleted
            event: {does: deletes, kind: pod, name: b*}
            claims: [{object: pod/b1, exists: false}]
      - id: relabel
        kind: task
        checks: [{count: pods, selector: env=prod, equals: 2}]
        hints:
          - id: misspelt
            prompt: true
            when: [{object: pod/plain, path: .metadata.labels.evn, exists: true}]
          - id: plainer
        solution: kubectl label pod plain env=prod
        attempts:
          - lines: kubectl label pod plain evn=prod
            draws: misspelt
      - id: summary
        kind: text
    """

  static let english = """
    # A small lesson

    ## scene: Three pods
    <!-- for authors -->
    Three pods run on *one* node: {{kubectl get nodes -o name}}.

    ```console
    $ kubectl get pods -L env
    ```

    ## guess: Not equal
    ? How many pods will `kubectl get pods -l 'env!=prod'` list?

    ### wrong 1
    The pod without the label is there too.

    ### wrong 3
    a1 has env=prod.

    ### explain
    Missing is not equal.

    ## choose: Which label
    ? What does a1 carry?

    a. env=prod
    b. env=qa

    ### wrong b
    That is b1.

    ### explain
    It was created with it.

    ## gone: A pod goes
    Two steps.

    ### pause marked
    First it is marked.

    ### pause deleted
    Then it is gone.

    ## relabel: Your turn
    Give plain the label env=prod.

    ### hint misspelt
    Look at the key again.

    ### hint plainer
    kubectl label changes labels.

    ### solved
    Now two pods are prod.

    ## summary: What you found
    You had {{points}} of {{possible}}; you said {{answer guess}}.

    """

  static let chinese = """
    # 小课程

    ## scene: 三个 Pod
    三个 Pod 在*一个*节点上：{{kubectl get nodes -o name}}。

    ```console
    $ kubectl get pods -L env
    ```

    ## guess: 不等于
    ? `kubectl get pods -l 'env!=prod'` 会列出几个 Pod？

    ### wrong 1
    没有该标签的 Pod 也在其中。

    ### wrong 3
    a1 带有 env=prod。

    ### explain
    没有也算不等。

    ## choose: 哪个标签
    ? a1 带有什么？

    a. env=prod
    b. env=qa

    ### wrong b
    那是 b1。

    ### explain
    创建时就有。

    ## gone: 一个 Pod 消失
    两步。

    ### pause marked
    先被标记。

    ### pause deleted
    然后消失。

    ## relabel: 轮到你
    给 plain 加上标签 env=prod。

    ### hint misspelt
    再看看键名。

    ### hint plainer
    kubectl label 可以改标签。

    ### solved
    现在有两个 prod。

    ## summary: 你的发现
    你得到 {{possible}} 分中的 {{points}} 分；你答的是 {{answer guess}}。

    """

  static let pods = ["a1 prod", "b1 qa", "plain"].map { line in
    let words = line.split(separator: " ")
    let label = words.count > 1 ? "\n  labels: {env: \(words[1])}" : ""
    return """
      apiVersion: v1
      kind: Pod
      metadata:
        name: \(words[0])\(label)
      spec:
        containers: [{name: web, image: "nginx:1.27"}]

      """
  }.joined(separator: "---\n")

  static let texts = [
    "small/lesson.yaml": yaml, "small/en.md": english, "small/zh-Hans.md": chinese,
    "small/pods.yaml": pods, "small/note.txt": "A note.\n",
  ]

  /// The files, some of them changed.
  static func files(_ changes: [String: String] = [:]) -> LessonFiles {
    let all = texts.merging(changes) { $1 }
    return LessonFiles { all[$0] }
  }

  static func lesson(_ changes: [String: String] = [:]) throws -> Lesson {
    try Lesson(folder: "small", in: files(changes))
  }

  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
  static let isRewriting = ProcessInfo.processInfo.environment["REWRITE"] == "1"

  /// The course as it stands in the repository.
  static let course: LessonFiles = {
    let root = folder.deletingLastPathComponent().deletingLastPathComponent().path + "/lessons/"
    return LessonFiles { try? String(contentsOfFile: root + $0, encoding: .utf8) }
  }()
}

extension Walkthrough {
  mutating func typed(_ line: String) -> String {
    run(line) { (nil, "error: the path \"\($0)\" does not exist") }.map(\.text).joined()
  }
}
