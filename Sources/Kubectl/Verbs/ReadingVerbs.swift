extension Kubectl {
  /// Verbs that change nothing.
  static let readingVerbs: [any Verb] = [GetVerb(), DescribeVerb(), WaitVerb()]
}
