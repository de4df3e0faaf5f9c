// swift-tools-version: 6.1
import PackageDescription

// Dependencies point one way: a target may use only what stands above it here.
// The pure targets (Tree to Kubectl, without Manifest) use neither Foundation nor any I/O.
let package = Package(
  name: "kubestep",
  products: [.executable(name: "kubestep", targets: ["kubestep"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    // Values, time and bytes: no word of Kubernetes in them.
    .target(name: "Tree"),
    .target(
      name: "Simulation",
      dependencies: [
        .product(name: "HeapModule", package: "swift-collections"),
        .product(name: "HashTreeCollections", package: "swift-collections"),
      ]),
    .target(name: "Wire"),

    // The cluster model.
    .target(name: "Resources", dependencies: ["Tree", "Simulation"]),
    .target(
      name: "Store",
      dependencies: [
        "Resources", .product(name: "HashTreeCollections", package: "swift-collections"),
      ]),
    .target(
      name: "Machines",
      dependencies: [
        "Wire", "Simulation",
        .product(name: "HashTreeCollections", package: "swift-collections"),
      ]),
    .target(
      name: "Cluster",
      dependencies: [
        "Store", "Machines", .product(name: "DequeModule", package: "swift-collections"),
        .product(name: "HashTreeCollections", package: "swift-collections"),
      ]),

    // What people type.
    .target(name: "Manifest", dependencies: ["Tree", .product(name: "Yams", package: "Yams")]),
    .target(name: "Shell", dependencies: ["Cluster"]),
    .target(name: "Kubectl", dependencies: ["Shell", "Manifest"]),
    .target(name: "Console", dependencies: ["Kubectl", "Typography"]),
    .target(name: "Lessons", dependencies: ["Console", "Typography"]),
    .target(name: "Transcripts", dependencies: ["Lessons"]),

    // The terminal.
    .target(name: "Typography"),
    .systemLibrary(
      name: "CEditline", pkgConfig: "libedit", providers: [.apt(["libedit-dev"])]),
    .target(name: "CEditShim", dependencies: ["CEditline"]),
    .target(name: "CHeap"),
    .target(name: "Terminal", dependencies: ["CEditShim", "Typography"]),
    .executableTarget(
      name: "kubestep",
      dependencies: [
        "Transcripts", "Terminal", "Oracle", "Machines", "CHeap",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),

    .testTarget(name: "SimulationTests", dependencies: ["Simulation"]),
    .testTarget(
      name: "WireTests", dependencies: ["Wire", "Simulation"], resources: [.copy("Fixtures")]),
    .testTarget(
      name: "MachinesTests", dependencies: ["Machines", "Tree"], resources: [.copy("Fixtures")]),
    // Inputs for fuzzing, and what real systems answered.
    .target(name: "Mutations", dependencies: ["Tree", "Simulation"], path: "Tests/Mutations"),
    .target(name: "Oracle", dependencies: ["Cluster", "Resources", "Tree"]),

    .testTarget(
      name: "TreeTests", dependencies: ["Tree", "Simulation", "Mutations"], exclude: ["Fixtures"]),
    .testTarget(
      name: "ManifestTests", dependencies: ["Manifest", "Simulation", "Mutations"],
      exclude: ["Fixtures"]),
    .testTarget(name: "ClusterTests", dependencies: ["Cluster"]),
    .testTarget(name: "ResourcesTests", dependencies: ["Resources", "Simulation", "Mutations"]),
    .testTarget(name: "ShellTests", dependencies: ["Shell"], exclude: ["Fixtures"]),
    .testTarget(name: "OracleTests", dependencies: ["Oracle"], exclude: ["Fixtures"]),
    .testTarget(
      name: "SchedulingTests", dependencies: ["Cluster", "Kubectl", "Oracle"],
      exclude: ["Fixtures"]),
    .testTarget(
      name: "KubectlTests", dependencies: ["Console", "Kubectl", "Mutations"],
      exclude: ["Scenarios", "Manifests"]),
    .testTarget(name: "ConsoleTests", dependencies: ["Console"], exclude: ["Scenarios"]),
    .testTarget(
      name: "NetworkTests", dependencies: ["Console", "Machines", "Tree"],
      exclude: ["Scenarios", "Fixtures"]),
    .testTarget(name: "TranscriptsTests", dependencies: ["Transcripts"]),
    .testTarget(name: "TypographyTests", dependencies: ["Typography"]),
    .testTarget(
      name: "LessonsTests", dependencies: ["Lessons", "Simulation", "Mutations"],
      exclude: ["Scenarios"]),
    // What the terminal's tests drive on a pseudo-terminal.
    .executableTarget(
      name: "editor-probe", dependencies: ["Terminal"], path: "Tests/EditorProbe"),
    .testTarget(
      name: "TerminalTests", dependencies: ["Terminal", "editor-probe"], exclude: ["Scripts"]),
  ],
  swiftLanguageModes: [.v6]
)
