import Resources
import Simulation

/// What a kubelet says of a container, the same for all pods of a template: made once for all of them.
struct ContainerTexts: Hashable, Sendable {
  let name: String
  /// The part of the pod that an event is about.
  let path: String
  /// The image as the spec names it, its parts, and with its registry and tag.
  let image: String
  let imageName: ImageName
  let normalizedImage: String
  /// Its identity, as a container's status shows it.
  let imageID: String
  let created: String
  let started: String
  let present: String

  init(_ spec: Container, isInit: Bool) {
    name = spec.name
    path = "spec.\(isInit ? "initContainers" : "containers"){\(spec.name)}"
    image = spec.image
    imageName = ImageName(spec.image)
    normalizedImage = imageName.normalized
    imageID = imageName.repository + "@sha256:" + Kubelet.digest(spec.image)
    created = "Created container: \(spec.name)"
    started = "Started container \(spec.name)"
    present = "Container image \(quoted(spec.image)) already present on machine"
  }

  static func all(of spec: PodSpec) -> Shared<[ContainerTexts]> {
    Shared(
      wrappedValue: spec.containers.map { ContainerTexts($0, isInit: false) }
        + spec.initContainers.map { ContainerTexts($0, isInit: true) })
  }
}

extension PodWorker {
  /// The texts of a container with its present image, which may be exchanged while it runs.
  func texts(of spec: Container) -> ContainerTexts {
    let place = texts.wrappedValue.firstIndex { $0.name == spec.name && $0.image == spec.image }
    if let place { return texts.wrappedValue[place] }
    return ContainerTexts(spec, isInit: pod.spec.initContainers.contains { $0.name == spec.name })
  }

  /// The part of the pod that events about a container name; nothing for the pod as a whole.
  func path(of container: String?) -> String {
    guard let container else { return "" }
    return texts.wrappedValue.first { $0.name == container }?.path
      ?? "spec.containers{\(container)}"
  }
}
