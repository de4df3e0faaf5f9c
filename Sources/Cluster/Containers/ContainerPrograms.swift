import Resources

/// What the images of the model are built on, which decides what is in them beside their own program.
package enum ContainerPrograms {
  /// Whether an image is built on busybox rather than on Debian.
  package static func isBusybox(_ image: String) -> Bool {
    image.contains("busybox") || image.contains("alpine")
  }
}

extension ImageRegistry {
  /// Whether a container of an image can start a program: the image's own, or one that comes with its shell.
  func canStart(_ program: String, in reference: String) -> Bool {
    if find(reference)?.command.first == program { return true }
    let name = program.split(separator: "/").last.map(String.init) ?? ""
    // Busybox has no bash, and nobody else has ash.
    if name == (ContainerPrograms.isBusybox(reference) ? "bash" : "ash") { return false }
    return interpreter?.hasContainerProgram(name) ?? true
  }
}
