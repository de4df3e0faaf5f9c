extension Kubectl {
  /// Verbs that change the cluster.
  static let writingVerbs: [any Verb] = []
}
