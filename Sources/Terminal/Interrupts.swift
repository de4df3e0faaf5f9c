import CEditShim

/// Ctrl-C as a flag. While installed, SIGINT never ends the process.
package enum Interrupts {
  /// Makes SIGINT set the flag. A second call changes nothing.
  package static func install() { ce_interrupts_install() }

  /// Whether Ctrl-C came since the last call. What was typed or pasted ahead goes with it.
  package static func take() -> Bool { ce_interrupt_take() }

  /// Whether Ctrl-C came, without taking it.
  package static var isPending: Bool { ce_interrupt_pending() }
}
