import HashTreeCollections
import Resources
import Simulation
import Tree

import struct Wire.IPv4Address

/// Gives Services their cluster addresses and node ports, and takes them back.
package struct ServiceAllocator: Sendable {
  /// The first address of the range, as a number; the API server's own Service has the next.
  private let base: UInt32
  private let size: Int
  private let range: String
  private var addresses = TreeSet<UInt32>()
  private var ports = TreeSet<Int32>()
  private var random = Random(seed: 0x5EED)

  package init(range: String) {
    self.range = range
    let parts = range.split(separator: "/")
    base = IPv4Text.number(String(parts.first ?? "10.96.0.0")) ?? 0x0A60_0000
    size = 1 << (32 - (parts.count > 1 ? Int(parts[1]) ?? 12 : 12))
  }

  package mutating func seed(_ random: Random) { self.random = random }

  /// The Service with what it still lacked, or why it cannot have what it asks for.
  mutating func allocate(for record: any Record, old: (any Record)?) throws(Status) -> any Record {
    guard let service = record as? Object<Service> else { return record }
    var body = service.body
    let before = (old as? Object<Service>)?.body
    if let before { body.spec.inherit(from: before.spec) }
    if body.spec.type != "ExternalName" {
      if body.spec.ipFamilies.isEmpty { body.spec.ipFamilies = ["IPv4"] }
      if body.spec.ipFamilyPolicy == nil { body.spec.ipFamilyPolicy = "SingleStack" }
      try allocateAddress(&body, before, service.name)
    }
    try allocatePorts(&body, before, service.name)
    return Object(service.metadata, body)
  }

  private mutating func allocateAddress(
    _ body: inout Service, _ before: Service?, _ name: String
  ) throws(Status) {
    if body.spec.clusterIP.isEmpty, let first = body.spec.clusterIPs.first {
      body.spec.clusterIP = first
    }
    if body.spec.clusterIP == before?.spec.clusterIP, !body.spec.clusterIP.isEmpty {
      body.spec.clusterIPs = [body.spec.clusterIP]
      return
    }
    if body.spec.clusterIP == "None" {
      body.spec.clusterIPs = ["None"]
      return
    }
    if body.spec.clusterIP.isEmpty {
      body.spec.clusterIP = IPv4Text.text(freeAddress())
    } else {
      try claim(body.spec.clusterIP, name)
    }
    if let number = IPv4Text.number(body.spec.clusterIP) { addresses.insert(number) }
    body.spec.clusterIPs = [body.spec.clusterIP]
  }

  private func claim(_ address: String, _ name: String) throws(Status) {
    var errors = FieldErrors()
    let value = "[]string{\(quoted(address))}"
    guard let number = IPv4Text.number(address) else {
      errors.invalid(
        "spec.clusterIPs[0]", string: address,
        "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)")
      throw .invalid(Service.resource, name, errors)
    }
    if number < base || number >= base + UInt32(size) {
      errors.invalid(
        "spec.clusterIPs", value,
        "failed to allocate IP \(address): the provided IP (\(address)) is not in the valid range. The range of valid IPs is \(range)"
      )
      throw .invalid(Service.resource, name, errors)
    }
    if addresses.contains(number) {
      errors.invalid(
        "spec.clusterIPs", value,
        "failed to allocate IP \(address): provided IP is already allocated")
      throw .invalid(Service.resource, name, errors)
    }
  }

  private mutating func freeAddress() -> UInt32 {
    while true {
      let candidate = base + 1 + UInt32(random.below(size - 2))
      if !addresses.contains(candidate) { return candidate }
    }
  }

  private mutating func allocatePorts(
    _ body: inout Service, _ before: Service?, _ name: String
  ) throws(Status) {
    let needsPorts =
      body.spec.type == "NodePort"
      || body.spec.type == "LoadBalancer" && body.spec.allocateLoadBalancerNodePorts != false
    let kept = before?.spec.ports.map(\.nodePort).filter { $0 != 0 } ?? []
    for index in body.spec.ports.indices {
      var port = body.spec.ports[index].nodePort
      if !needsPorts {
        body.spec.ports[index].nodePort = 0
        continue
      }
      if port == 0 {
        repeat { port = 30000 + Int32(random.below(2768)) } while ports.contains(port)
      } else if !kept.contains(port) {
        try checkNodePort(port, index, name)
      }
      ports.insert(port)
      body.spec.ports[index].nodePort = port
    }
    for port in kept where !body.spec.ports.contains(where: { $0.nodePort == port }) {
      ports.remove(port)
    }
  }

  private func checkNodePort(_ port: Int32, _ index: Int, _ name: String) throws(Status) {
    var errors = FieldErrors()
    if !(30000...32767).contains(port) {
      errors.invalid(
        "spec.ports[\(index)].nodePort", Int64(port),
        "provided port is not in the valid range. The range of valid ports is 30000-32767")
    } else if ports.contains(port) {
      errors.invalid(
        "spec.ports[\(index)].nodePort", Int64(port), "provided port is already allocated")
    } else {
      return
    }
    throw .invalid(Service.resource, name, errors)
  }

  /// Takes back what a Service held.
  mutating func release(_ record: any Record) {
    guard let service = record as? Object<Service> else { return }
    if let number = IPv4Text.number(service.spec.clusterIP) { addresses.remove(number) }
    for port in service.spec.ports { ports.remove(port.nodePort) }
  }
}

extension ServiceSpec {
  /// What an update that leaves it out does not take away.
  fileprivate mutating func inherit(from old: ServiceSpec) {
    guard type != "ExternalName" else { return }
    if clusterIP.isEmpty, clusterIPs.isEmpty {
      clusterIP = old.clusterIP
      clusterIPs = old.clusterIPs
    }
    if type != "ClusterIP" {
      for index in ports.indices where ports[index].nodePort == 0 {
        ports[index].nodePort =
          old.ports.first { $0.port == ports[index].port && $0.protocol == ports[index].protocol }?
          .nodePort ?? 0
      }
    }
  }
}

/// IPv4 addresses as text and as numbers.
package enum IPv4Text {
  package static func number(_ text: String) -> UInt32? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 4 else { return nil }
    var number: UInt32 = 0
    for part in parts {
      guard let byte = UInt8(part), String(byte) == part else { return nil }
      number = number << 8 | UInt32(byte)
    }
    return number
  }

  package static func text(_ number: UInt32) -> String {
    IPv4Address(number).description
  }
}
