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
    let cpuRequest = Self.sum(containers.map(\.cpuRequest))
    let cpuLimit = Self.sum(containers.map(\.cpuLimit))
    let memoryRequest = Self.sum(containers.map(\.memoryRequest))
    let memoryLimit = Self.sum(containers.map(\.memoryLimit))
    if [cpuRequest, cpuLimit, memoryRequest, memoryLimit].allSatisfy({ $0 == nil }) {
      self = .bestEffort
      return
    }
    let allAreLimited = containers.allSatisfy {
      Self.isPositive($0.cpuLimit) && Self.isPositive($0.memoryLimit)
    }
    self =
      allAreLimited && cpuRequest == cpuLimit && memoryRequest == memoryLimit
      ? .guaranteed : .burstable
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
