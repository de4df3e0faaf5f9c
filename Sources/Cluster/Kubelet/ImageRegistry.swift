import Resources

/// What an image is and does: enough to pull it, run it and look inside.
package struct Image: Sendable {
  package let repository: String
  package let tags: [String]
  /// Bytes over the network.
  package let size: Int64
  /// What runs when the container names no command.
  package let command: [String]
  /// The port that its program serves; nil when it serves none.
  package let port: Int32?
  /// Paths that an HTTP server answers, with their bodies.
  package let pages: [String: String]
  /// What its program logs when it starts: whole lines.
  package let greeting: String
  /// Ports beside the first that its program serves over HTTP, with their pages.
  package var others: [Int32: [String: String]] = [:]

  init(
    _ repository: String, tags: [String], size: Int64, command: [String], port: Int32? = nil,
    pages: [String: String] = [:], greeting: [String] = []
  ) {
    self.repository = repository
    self.tags = tags
    self.size = size
    self.command = command
    self.port = port
    self.pages = pages
    self.greeting = greeting.map { $0 + "\n" }.joined()
  }

  /// The programs that run until they are stopped.
  package var isServer: Bool { port != nil }

  /// What its program answers on a port; nil where nothing listens.
  package func pages(on number: Int32) -> [String: String]? {
    number == port && number > 0 ? pages : others[number]
  }

  /// The ports that its program listens on, the first one first.
  package var ports: [Int32] { (port.map { [$0] } ?? []) + others.keys.sorted() }
}

/// The images that can be pulled: a small docker.io of the model's own.
package struct ImageRegistry: Sendable {
  private let images: [Image]
  /// What runs the programs that come with a shell; nil where nothing does.
  var interpreter: (any Interpreter)?

  package init(images: [Image] = ImageRegistry.standard + kubeadm) { self.images = images }

  /// The same with what runs the programs of its images.
  func running(_ interpreter: any Interpreter) -> ImageRegistry {
    var registry = self
    registry.interpreter = interpreter
    return registry
  }

  /// The image behind a reference; nil when there is no such repository or tag.
  package func find(_ reference: String) -> Image? { find(ImageName(reference)) }

  func find(_ name: ImageName) -> Image? {
    // By place: an image is large.
    let place = images.indices.first {
      images[$0].repository == name.repository && images[$0].tags.contains(name.tag)
    }
    return place.map { images[$0] }
  }

  package func hasRepository(_ reference: String) -> Bool {
    let repository = ImageName(reference).repository
    return images.contains { $0.repository == repository }
  }

  private static let welcome = """
    <!DOCTYPE html>
    <html>
    <head>
    <title>Welcome to nginx!</title>
    </head>
    <body>
    <h1>Welcome to nginx!</h1>
    </body>
    </html>

    """

  package static let standard: [Image] = [
    Image(
      "docker.io/library/nginx",
      tags: [
        "latest", "1", "1.21", "1.22", "1.23", "1.24", "1.25", "1.26", "1.27", "1.28", "1.29",
        "alpine", "1.27-alpine", "stable", "1.14.2", "1.16.1",
      ],
      size: 72_950_530, command: ["nginx", "-g", "daemon off;"], port: 80, pages: ["/": welcome],
      greeting: [
        "/docker-entrypoint.sh: Configuration complete; ready for start up",
        "[notice] 1#1: using the \"epoll\" event method", "[notice] 1#1: start worker processes",
      ]),
    Image(
      "docker.io/library/httpd", tags: ["latest", "2", "2.4", "alpine", "2.4-alpine"],
      size: 58_500_000, command: ["httpd-foreground"], port: 80,
      pages: ["/": "<html><body><h1>It works!</h1></body></html>\n"],
      greeting: [
        "[mpm_event:notice] [pid 1:tid 1] AH00489: Apache/2.4 (Unix) configured -- resuming normal operations"
      ]),
    Image(
      "docker.io/library/redis", tags: ["latest", "6", "7", "7.2", "7.4", "alpine", "7-alpine"],
      size: 45_600_000, command: ["redis-server"], port: 6379,
      greeting: ["* Running mode=standalone, port=6379.", "* Ready to accept connections tcp"]),
    Image(
      "docker.io/library/postgres", tags: ["latest", "14", "15", "16", "17", "16-alpine"],
      size: 159_000_000, command: ["postgres"], port: 5432,
      greeting: ["LOG:  database system is ready to accept connections"]),
    Image(
      "docker.io/library/fluentd", tags: ["latest", "v1.16", "v1.16-1"], size: 120_000_000,
      command: ["fluentd"], port: 24224, greeting: ["[info]: starting fluentd"]),
    Image(
      "docker.io/library/busybox",
      tags: ["latest", "1", "1.28", "1.35", "1.36", "1.37", "stable"], size: 2_160_000,
      command: ["sh"]),
    Image(
      "docker.io/library/alpine", tags: ["latest", "3", "3.18", "3.19", "3.20", "3.21"],
      size: 3_640_000, command: ["/bin/sh"]),
    Image(
      "registry.k8s.io/pause", tags: ["3.8", "3.9", "3.10"], size: 320_000, command: ["/pause"],
      port: 0),
  ]

  /// Images that the nodes of the standard worlds have from the start.
  package static let preloaded = [
    "nginx:1.25", "nginx:1.26", "nginx:1.27", "nginx:1.28", "nginx:1.29", "busybox:1.36",
    "postgres:16",
    "fluentd:v1.16",
  ]
}
