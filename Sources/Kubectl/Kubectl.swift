import Cluster
import Resources
import Shell

/// kubectl v1.32: words in, requests to the API server, text out.
package struct Kubectl: Command {
  package let name = "kubectl"

  package init() {}

  package func run(
    _ arguments: [String], input: String, _ system: inout System
  ) throws(Halt) -> Int32 {
    throw .failure("not yet")
  }
}
