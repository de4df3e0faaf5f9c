extension Kubectl {
  /// Verbs that change nothing in the cluster.
  static let readingVerbs: [any Verb] =
    [
      GetVerb(), DescribeVerb(), WaitVerb(), EventsVerb(), LogsVerb(), ExecVerb(), ExplainVerb(),
      APIResourcesVerb(), APIVersionsVerb(), VersionVerb(), ClusterInfoVerb(), OptionsVerb(),
      TopVerb.node, TopVerb.pod, PluginListVerb(), WhoAmIVerb(), CanIVerb(), ConfigViewVerb(),
      ConfigCurrentContextVerb(), ConfigListVerb.contexts, ConfigListVerb.clusters,
      ConfigListVerb.users, ConfigUseContextVerb(), ConfigSetContextVerb(),
    ] + AbsentVerb.all
}
