import Resources
import Tree

// The files that every Linux place has, and those of a container's image.
extension World {
  func basicFiles(at place: ProcessContext.Place) -> StringMap {
    switch place {
    case .workstation: return ["/etc/hostname": "workstation\n"]
    case .host(let name): return hostFiles(name)
    case .container:
      guard let view = container(at: place) else { return StringMap() }
      return containerFiles(view)
    }
  }

  private func hostFiles(_ name: String) -> StringMap {
    procFiles.merging([
      "/etc/hostname": name + "\n", "/etc/hosts": machineHosts, "/etc/os-release": Self.debian,
    ])
  }

  private var machineHosts: String {
    "127.0.0.1 localhost\n"
      + kubelets.names.map { "\(kubelets[$0]?.address ?? "") \($0)\n" }.joined()
  }

  private func containerFiles(_ view: ContainerView) -> StringMap {
    var files = procFiles.merging(view.image?.files ?? StringMap())
    let name = view.hostName
    files["/etc/hostname"] = name + "\n"
    files["/etc/hosts"] = hosts(view)
    files["/etc/resolv.conf"] = """
      search \(view.pod.namespace).svc.cluster.local svc.cluster.local cluster.local
      nameserver 10.96.0.10
      options ndots:5

      """
    return files
  }

  /// As the kubelet manages it (`managedHostsFileContent`, `nodeHostsFileContent`).
  private func hosts(_ view: ContainerView) -> String {
    var text: String
    if view.pod.spec.hostNetwork {
      text = "# Kubernetes-managed hosts file (host network).\n" + machineHosts
    } else {
      let domain = view.hostDomain
      let names = domain.isEmpty ? view.hostName : "\(view.hostName).\(domain)\t\(view.hostName)"
      text = """
        # Kubernetes-managed hosts file.
        127.0.0.1\tlocalhost
        ::1\tlocalhost ip6-localhost ip6-loopback
        fe00::0\tip6-localnet
        fe00::0\tip6-mcastprefix
        fe00::1\tip6-allnodes
        fe00::2\tip6-allrouters
        \(view.worker.address)\t\(names)

        """
    }
    let aliases = view.pod.spec.rest["hostAliases"]?.array ?? []
    if aliases.isEmpty { return text }
    text += "\n# Entries added by HostAliases.\n"
    for alias in aliases {
      let names = alias["hostnames"]?.array?.compactMap(\.string) ?? []
      text += (alias["ip"]?.string ?? "") + "\t" + names.joined(separator: "\t") + "\n"
    }
    return text
  }

  private var procFiles: StringMap {
    let up = now.microseconds / 10_000
    let fraction = String(up % 100 + 100).dropFirst()
    return [
      "/proc/uptime": "\(up / 100).\(fraction) \(up / 100).\(fraction)\n",
      "/proc/loadavg": "0.00 0.01 0.05 1/100 7\n",
      "/proc/version": "Linux version 6.1.0-32-amd64 (Debian 12)\n",
      "/proc/1/comm": "systemd\n",
      "/etc/passwd": "root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n",
      "/etc/group": "root:x:0:\nnogroup:x:65534:\n",
    ]
  }

  static let debian = """
    PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"
    NAME="Debian GNU/Linux"
    VERSION_ID="12"
    VERSION="12 (bookworm)"
    ID=debian

    """
}

extension Image {
  private var baseName: String { String(repository.split(separator: "/").last ?? "") }

  /// The folder that its programs start in.
  package var folder: String {
    switch baseName {
    case "httpd": "/usr/local/apache2"
    case "redis": "/data"
    default: "/"
    }
  }

  /// The variables that it sets.
  package var environment: StringMap {
    switch baseName {
    case "nginx": ["NGINX_VERSION": tags.contains("1.27") ? "1.27.5" : "1"]
    case "redis": ["REDIS_VERSION": "7.4.2"]
    case "postgres": ["PGDATA": "/var/lib/postgresql/data", "PG_MAJOR": "16"]
    default: [:]
    }
  }

  /// What it brings beside programs.
  package var files: StringMap {
    var result: StringMap = ["/etc/os-release": World.debian]
    let root =
      switch baseName {
      case "nginx": "/usr/share/nginx/html"
      case "httpd": "/usr/local/apache2/htdocs"
      default: ""
      }
    if baseName == "flannel-cni-plugin" { result["/flannel"] = "\u{7F}ELF" }
    guard !root.isEmpty else { return result }
    if let page = pages["/"] { result[root + "/index.html"] = page }
    if baseName == "nginx" {
      result["/etc/nginx/nginx.conf"] =
        "user  nginx;\nworker_processes  auto;\n\ninclude /etc/nginx/conf.d/*.conf;\n"
      result["/etc/nginx/conf.d/default.conf"] =
        "server {\n    listen       80;\n    server_name  localhost;\n\n    location / {\n        root   /usr/share/nginx/html;\n        index  index.html index.htm;\n    }\n}\n"
    }
    return result
  }
}
