import Tree

extension Description {
  /// Containers of a pod, or of a template (then `pod` is nil and everything stands a bit to the right).
  mutating func containers(
    _ title: String, _ containers: [Value], _ statuses: [Value], of pod: Value?
  ) {
    let space = pod == nil ? "  " : ""
    line("\(space)\(title):" + (containers.isEmpty ? " <none>" : ""))
    for container in containers {
      let name = container.text("name")
      let status = statuses.first { $0.text("name") == name }
      line((pod == nil ? " " : "") + name + ":", level: 1)
      basics(container, status)
      words("Command", container.texts("command"))
      words("Args", container.texts("args"))
      if let status { state(status) }
      resources(container.at("resources"), level: 2)
      for (title, key) in [
        ("Liveness", "livenessProbe"), ("Readiness", "readinessProbe"), ("Startup", "startupProbe"),
      ] {
        if let probe = container.at(key) { field(title, ProbeText.text(probe), level: 2) }
      }
      environment(container, pod)
      mounts(container)
    }
  }

  private mutating func basics(_ container: Value, _ status: Value?) {
    if let status { field("Container ID", status.text("containerID"), level: 2) }
    field("Image", container.text("image"), level: 2)
    if let status { field("Image ID", status.text("imageID"), level: 2) }
    for (title, key) in [("Port", "containerPort"), ("Host Port", "hostPort")] {
      let ports = container.items("ports").map {
        "\($0.int(key))/\($0.text("protocol").isEmpty ? "TCP" : $0.text("protocol"))"
      }
      let text = ports.isEmpty ? "<none>" : ports.joined(separator: ", ")
      field(ports.count > 1 ? title + "s" : title, text, level: 2)
    }
    seccomp(container.at("securityContext"), level: 2)
  }

  mutating func seccomp(_ context: Value?, level: Int) {
    guard let profile = context?.at("seccompProfile") else { return }
    field("SeccompProfile", profile.text("type"), level: level)
    if profile.text("type") == "Localhost" {
      field(
        "LocalhostProfile", profile.text("localhostProfile"), level: level == 0 ? 0 : level + 1)
    }
  }

  private mutating func words(_ title: String, _ words: [String]) {
    if words.isEmpty { return }
    line(title + ":", level: 2)
    for word in words {
      for part in word.split(separator: "\n", omittingEmptySubsequences: false) {
        line(String(part), level: 3)
      }
    }
  }

  private mutating func state(_ status: Value) {
    state("State", status.at("state") ?? .emptyObject)
    if let last = status.at("lastState"), last.has("terminated") { state("Last State", last) }
    field("Ready", status.bool("ready") ? "True" : "False", level: 2)
    field("Restart Count", String(status.int("restartCount")), level: 2)
  }

  private mutating func state(_ title: String, _ state: Value) {
    if let running = state.at("running") {
      field(title, "Running", level: 2)
      field("Started", Age.date(running.text("startedAt")), level: 3)
    } else if let terminated = state.at("terminated") {
      field(title, "Terminated", level: 2)
      optional("Reason", terminated.text("reason"), level: 3)
      optional("Message", terminated.text("message"), level: 3)
      field("Exit Code", String(terminated.int("exitCode")), level: 3)
      if terminated.int("signal") > 0 { field("Signal", terminated.text("signal"), level: 3) }
      field("Started", Age.date(terminated.text("startedAt")), level: 3)
      field("Finished", Age.date(terminated.text("finishedAt")), level: 3)
    } else {
      field(title, "Waiting", level: 2)
      optional("Reason", state.text("waiting", "reason"), level: 3)
    }
  }

  mutating func resources(_ resources: Value?, level: Int) {
    for (title, key) in [("Limits", "limits"), ("Requests", "requests")] {
      let amounts = resources?.members(key) ?? Fields()
      if amounts.isEmpty { continue }
      line(title + ":", level: level)
      for (name, amount) in amounts { field(name, amount.goPrinted, level: level + 1) }
    }
  }

  private mutating func mounts(_ container: Value) {
    let mounts = container.items("volumeMounts")
      .sorted { $0.text("mountPath").precedes($1.text("mountPath")) }
    line("Mounts:" + (mounts.isEmpty ? "\t<none>" : ""), level: 2)
    for mount in mounts {
      var flags = mount.bool("readOnly") ? "ro" : "rw"
      if mount.has("subPath") { flags += ",path=" + goQuoted(mount.text("subPath")) }
      line("\(mount.text("mountPath")) from \(mount.text("name")) (\(flags))", level: 3)
    }
    let devices = container.items("volumeDevices")
      .sorted { $0.text("devicePath").precedes($1.text("devicePath")) }
    if devices.isEmpty { return }
    line("Devices:" + (mounts.isEmpty ? "\t<none>" : ""), level: 2)
    for device in devices {
      line("\(device.text("devicePath")) from \(device.text("name"))", level: 3)
    }
  }
}

/// A probe in one line.
enum ProbeText {
  static func text(_ probe: Value) -> String {
    let timing =
      "delay=\(probe.int("initialDelaySeconds"))s timeout=\(probe.int("timeoutSeconds"))s "
      + "period=\(probe.int("periodSeconds"))s #success=\(probe.int("successThreshold")) "
      + "#failure=\(probe.int("failureThreshold"))"
    if let exec = probe.at("exec") {
      return "exec [\(exec.texts("command").joined(separator: " "))] \(timing)"
    }
    if let get = probe.at("httpGet") {
      let scheme = get.text("scheme").isEmpty ? "http" : get.text("scheme").lowercased()
      let path = get.text("path")
      let slash = path.isEmpty || path.hasPrefix("/") ? "" : "/"
      return "http-get \(scheme)://\(get.text("host")):\(get.text("port"))\(slash)\(path) \(timing)"
    }
    if let socket = probe.at("tcpSocket") {
      return "tcp-socket \(socket.text("host")):\(socket.text("port")) \(timing)"
    }
    if let grpc = probe.at("grpc") {
      return "grpc <pod>:\(grpc.int("port")) \(grpc.text("service")) \(timing)"
    }
    return "unknown \(timing)"
  }
}
