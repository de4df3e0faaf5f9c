import Resources
import Tree

// Where the files of each place are kept, and what lies below them.
extension World {
  /// The container's own layer over its image.
  static func layerKey(_ place: ProcessContext.Place) -> String {
    guard case .container(_, let pod, let name) = place else { return "" }
    return "//container/\(pod)/\(name)"
  }

  /// The folder of a pod's own volumes.
  static func volumesKey(_ uid: String) -> String { "//volumes/\(uid)" }

  /// The path by which the outside finds a file: relative to where the session was started.
  static func diskPath(_ path: String) -> String {
    let home = ShellSession.home + "/"
    if path == ShellSession.home { return "." }
    return path.hasPrefix(home) ? String(path.dropFirst(home.count)) : path
  }

  /// What a path of a place stands for.
  private enum Location {
    case key(String)
    /// Made from objects: all files of the volume, and the name of this one (empty for the folder).
    case made(StringMap, String)
  }

  private func location(_ path: String, _ place: ProcessContext.Place) -> Location {
    switch place {
    case .workstation: return .key("//home" + (path == "/" ? "" : path))
    case .host(let name): return .key("//host/" + name + (path == "/" ? "" : path))
    case .container:
      guard let view = container(at: place) else {
        return .key(Self.layerKey(place) + (path == "/" ? "" : path))
      }
      let mounts = view.spec.volumeMounts.filter { isWithin(path, $0.mountPath) }
      guard let mount = mounts.max(by: { $0.mountPath.utf8.count < $1.mountPath.utf8.count }),
        let volume = view.pod.spec.volumes.first(where: { $0.name == mount.name })
      else { return .key(Self.layerKey(place) + (path == "/" ? "" : path)) }
      let below = String(path.dropFirst(FilePath.absolute(mount.mountPath, in: "/").count))
      let inside = FilePath.absolute(mount.subPath + below, in: "/")
      if let files = files(of: volume, view) { return .made(files, String(inside.dropFirst())) }
      return .key(volumeKey(volume, view) + (inside == "/" ? "" : inside))
    }
  }

  private func isWithin(_ path: String, _ folder: String) -> Bool {
    let folder = FilePath.absolute(folder, in: "/")
    return path == folder || path.hasPrefix(folder == "/" ? "/" : folder + "/")
  }

  private func volumeKey(_ volume: Volume, _ view: ContainerView) -> String {
    if let path = volume.hostPath["path"]?.string {
      return "//host/" + view.node + FilePath.absolute(path, in: "/")
    }
    if let claim = volume.persistentVolumeClaim {
      return "//claim/\(view.pod.namespace)/\(claim.claimName)"
    }
    return Self.volumesKey(view.pod.uid) + "/" + volume.name
  }

  /// The volume's files as the objects are now; the kubelet's own delay in noticing is left out.
  private func files(of volume: Volume, _ view: ContainerView) -> StringMap? {
    let token = ServiceAccountToken.text(for: view.pod)
    return VolumeContents.files(of: volume, view, token: token) { source, name in
      let key = ObjectKey(view.pod.namespace, name)
      return api.store.get(source.kind, key).map(PodConfiguration.texts)
        ?? view.worker.configuration.data(source, name)
    }
  }

  func fileKey(_ path: String, _ place: ProcessContext.Place) -> String {
    switch location(path, place) {
    case .key(let key): key
    case .made: Self.layerKey(place) + path
    }
  }

  func isReadOnly(_ path: String, _ place: ProcessContext.Place) -> Bool {
    if case .made = location(path, place) { return true }
    guard let view = container(at: place) else { return false }
    let mounts = view.spec.volumeMounts.filter { isWithin(path, $0.mountPath) }
    if let mount = mounts.max(by: { $0.mountPath.utf8.count < $1.mountPath.utf8.count }) {
      return mount.readOnly
    }
    return !isWithin(path, "/dev") && ContainerIdentity(view.spec, view.pod.spec).hasReadOnlyRoot
  }

  /// What the world knows of a path; nil where only the disk can tell, or where there is nothing.
  func fileNode(_ path: String, _ place: ProcessContext.Place) -> FileNode? {
    switch location(path, place) {
    case .made(let files, let name):
      if name.isEmpty { return .folder }
      if let text = files[name] { return .text(text) }
      return files.keys.contains { $0.hasPrefix(name + "/") } ? .folder : .removed
    case .key(let key):
      if let node = files[key] { return node }
      if !files.names(in: key).isEmpty { return .folder }
      if let text = basicFiles(at: place)[path] { return .text(text) }
      let isFolder = isMountPoint(path, place) || basicFolder(path, place)
      return isFolder ? .folder : place == .workstation ? nil : .removed
    }
  }

  private func isMountPoint(_ path: String, _ place: ProcessContext.Place) -> Bool {
    container(at: place)?.spec.volumeMounts.contains {
      isWithin(FilePath.absolute($0.mountPath, in: "/"), path)
    } ?? false
  }

  private func basicFolder(_ path: String, _ place: ProcessContext.Place) -> Bool {
    if place == .workstation { return [ShellSession.home, "/", "/tmp", "/home"].contains(path) }
    let folders = [
      "/", "/bin", "/dev", "/etc", "/home", "/opt", "/proc", "/root", "/sys", "/tmp", "/usr",
      "/var", "/var/log", "/run", "/mnt",
    ]
    return folders.contains(path)
      || basicFiles(at: place).keys.contains { $0.hasPrefix(path + "/") }
  }

  /// The names in a folder, with what a run has changed and the world does not know yet.
  func fileNames(
    in path: String, _ place: ProcessContext.Place, pending: [FileChange]
  ) -> [String]? {
    var names: [String] = []
    func add(_ name: some StringProtocol) {
      if !name.isEmpty, !names.contains(String(name)) { names.append(String(name)) }
    }
    let prefix = path == "/" ? "/" : path + "/"
    var isKnown = fileNode(path, place) == .folder
    switch location(path, place) {
    case .made(let files, let folder):
      let inner = folder.isEmpty ? "" : folder + "/"
      for name in files.keys where name.hasPrefix(inner) {
        add(name.dropFirst(inner.count).prefix { $0 != "/" })
      }
    case .key(let key):
      for name in basicFiles(at: place).keys where name.hasPrefix(prefix) {
        add(name.dropFirst(prefix.count).prefix { $0 != "/" })
      }
      for mount in container(at: place)?.spec.volumeMounts ?? [] {
        let point = FilePath.absolute(mount.mountPath, in: "/")
        if point.hasPrefix(prefix) { add(point.dropFirst(prefix.count).prefix { $0 != "/" }) }
      }
      if path == "/", place != .workstation {
        for name in ["bin", "dev", "etc", "home", "proc", "root", "sys", "tmp", "usr", "var"] {
          add(name)
        }
      }
      for name in files.names(in: key) { add(name) }
      names.removeAll { files[key + "/" + $0] == .removed }
      for change in pending {
        let (changed, node): (String, FileNode) =
          switch change {
          case .set(let key, let node): (key, node)
          case .append(let key, let text): (key, .text(text))
          }
        if changed == key, node == .folder { isKnown = true }
        guard changed.hasPrefix(key + "/") else { continue }
        let rest = changed.dropFirst(key.count + 1)
        if node != .removed {
          isKnown = true
          add(rest.prefix { $0 != "/" })
        } else if !rest.contains("/") {
          names.removeAll { $0 == rest }
        }
      }
    }
    return isKnown ? names.sortedByBytes() : nil
  }
}

extension World {
  /// Puts a file into the home of the learner's own machine, as if it had always been there.
  package mutating func place(file path: String, _ text: String) {
    files.set(fileKey(FilePath.absolute(path, in: ShellSession.home), .workstation), .text(text))
  }
}
