import Simulation
import Wire

/// /proc/sys/net, as `sysctl` reads and writes it.
extension Fabric {
  func setting(_ name: String, _ here: NamespaceID) -> String? {
    self[here].setting(name)
  }

  mutating func set(_ name: String, _ value: String, _ here: NamespaceID) -> Errno? {
    guard self[here].setting(name) != nil else { return .noEntry }
    let isOn = value != "0"
    switch name {
    case "net.ipv4.ip_forward", "net.ipv4.conf.all.forwarding": self[here].isForwarding = isOn
    case "net.ipv4.ip_default_ttl":
      guard let number = UInt8(value), number > 0 else { return .invalid }
      self[here].timeToLive = number
    case "net.bridge.bridge-nf-call-iptables": self[here].bridgeCallsNetfilter = isOn
    default:
      let parts = name.split(separator: ".").map(String.init)
      if parts.count >= 5, parts[0] == "net", parts[2] == "conf" {
        return setDevice(
          parts[3...].dropLast().joined(separator: "."), parts.last ?? "", value, here)
      }
      self[here].settings.removeAll { $0.name == name }
      self[here].settings.append((name, value))
      self[here].settings.sort { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }
    return nil
  }

  private mutating func setDevice(
    _ device: String, _ key: String, _ value: String, _ here: NamespaceID
  ) -> Errno? {
    let indices: [DeviceIndex]
    if device == "all" {
      indices = Array(self[here].devices.indices)
      self[here].settings.removeAll { $0.name == "net.ipv4.conf.all.\(key)" }
      self[here].settings.append(("net.ipv4.conf.all.\(key)", value))
    } else if device == "default" {
      return nil
    } else if let index = self[here].device(named: device) {
      indices = [index]
    } else {
      return .noEntry
    }
    for index in indices {
      switch key {
      case "rp_filter":
        self[here].devices[index]?.settings.reversePathFilter = Int(value) ?? 0
      case "accept_local": self[here].devices[index]?.settings.acceptLocal = value != "0"
      case "arp_notify": self[here].devices[index]?.settings.arpNotify = value != "0"
      case "arp_accept": self[here].devices[index]?.settings.arpAccept = value != "0"
      case "proxy_arp": self[here].devices[index]?.settings.proxyARP = value != "0"
      case "route_localnet": self[here].devices[index]?.settings.routeLocalnet = value != "0"
      default: break
      }
    }
    return nil
  }
}

extension NetworkNamespace {
  /// Defaults of the settings that have no effect of their own here.
  static let defaults: [(name: String, value: String)] = [
    ("net.ipv4.icmp_echo_ignore_all", "0"), ("net.ipv4.icmp_ratelimit", "1000"),
    ("net.ipv4.ip_local_port_range", "32768\t60999"),
    ("net.ipv4.neigh.default.base_reachable_time_ms", "30000"),
    ("net.ipv4.neigh.default.delay_first_probe_time", "5"),
    ("net.ipv4.neigh.default.mcast_solicit", "3"), ("net.ipv4.neigh.default.ucast_solicit", "3"),
    ("net.ipv4.ip_forward_use_pmtu", "0"), ("net.ipv4.tcp_syn_retries", "6"),
    ("net.ipv4.tcp_fin_timeout", "60"), ("net.netfilter.nf_conntrack_max", "65536"),
  ]

  package func setting(_ name: String) -> String? {
    switch name {
    case "net.ipv4.ip_forward", "net.ipv4.conf.all.forwarding": return isForwarding ? "1" : "0"
    case "net.ipv4.ip_default_ttl": return "\(timeToLive)"
    case "net.bridge.bridge-nf-call-iptables": return bridgeCallsNetfilter ? "1" : "0"
    default: break
    }
    if let found = settings.first(where: { $0.name == name }) { return found.value }
    if let found = Self.defaults.first(where: { $0.name == name }) { return found.value }
    let parts = name.split(separator: ".").map(String.init)
    guard parts.count >= 5, parts[0] == "net", parts[1] == "ipv4", parts[2] == "conf" else {
      return nil
    }
    let deviceName = parts[3...].dropLast().joined(separator: ".")
    let own = device(named: deviceName).flatMap { devices[$0]?.settings }
    guard let values = own ?? (["all", "default"].contains(deviceName) ? Device.Settings() : nil)
    else { return nil }
    switch parts.last ?? "" {
    case "rp_filter": return "\(values.reversePathFilter)"
    case "accept_local": return values.acceptLocal ? "1" : "0"
    case "arp_notify": return values.arpNotify ? "1" : "0"
    case "arp_accept": return values.arpAccept ? "1" : "0"
    case "proxy_arp": return values.proxyARP ? "1" : "0"
    case "route_localnet": return values.routeLocalnet ? "1" : "0"
    case "forwarding": return isForwarding ? "1" : "0"
    default: return nil
    }
  }
}
