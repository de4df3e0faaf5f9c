import Tree

/// `status.qosClass`, which decides who is evicted first.
public enum QualityOfService: String, Hashable, Sendable {
  case guaranteed = "Guaranteed"
  case burstable = "Burstable"
  case bestEffort = "BestEffort"

  /// What one container asks for and may use; other resources do not count.
  public struct Container: Hashable, Sendable {
    public var cpuRequest: Quantity?
    public var cpuLimit: Quantity?
    public var memoryRequest: Quantity?
    public var memoryLimit: Quantity?

    public init(
      cpuRequest: Quantity? = nil, cpuLimit: Quantity? = nil, memoryRequest: Quantity? = nil,
      memoryLimit: Quantity? = nil
    ) {
      self.cpuRequest = cpuRequest
      self.cpuLimit = cpuLimit
      self.memoryRequest = memoryRequest
      self.memoryLimit = memoryLimit
    }
  }

  /// As `ComputePodQOS`, over containers and init containers.
  public init(_ containers: [Container]) {
    let asksForAny = containers.contains {
      Self.isPositive($0.cpuRequest) || Self.isPositive($0.cpuLimit)
        || Self.isPositive($0.memoryRequest) || Self.isPositive($0.memoryLimit)
    }
    let allAreLimited = containers.allSatisfy {
      Self.isPositive($0.cpuLimit) && Self.isPositive($0.memoryLimit)
    }
    guard asksForAny, allAreLimited else {
      self = asksForAny ? .burstable : .bestEffort
      return
    }
    let cpu = (Self.sum(containers.map(\.cpuRequest)), Self.sum(containers.map(\.cpuLimit)))
    let memory = (
      Self.sum(containers.map(\.memoryRequest)), Self.sum(containers.map(\.memoryLimit))
    )
    self = cpu.0 == cpu.1 && memory.0 == memory.1 ? .guaranteed : .burstable
  }

  private static func isPositive(_ quantity: Quantity?) -> Bool {
    quantity.map { $0 > .zero } ?? false
  }

  /// nil when nothing above zero is among them.
  private static func sum(_ quantities: [Quantity?]) -> Quantity? {
    quantities.reduce(nil) { sum, quantity in
      guard let quantity, quantity > .zero else { return sum }
      return sum.map { $0 + quantity } ?? quantity
    }
  }
}
