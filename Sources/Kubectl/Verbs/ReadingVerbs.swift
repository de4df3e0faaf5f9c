extension Kubectl {
  /// Verbs that change nothing in the cluster.
  static let readingVerbs: [any Verb] =
    [
      GetVerb(), DescribeVerb(), WaitVerb(), EventsVerb(), LogsVerb(), AttachVerb(), CopyVerb(),
      ExecVerb(), ExplainVerb(), AlphaVerb(),
      APIResourcesVerb(), APIVersionsVerb(), VersionVerb(), ClusterInfoVerb(), OptionsVerb(),
      TopVerb.node, TopVerb.pod, PluginListVerb(), WhoAmIVerb(), CanIVerb(), ConfigViewVerb(),
      ConfigCurrentContextVerb(), ConfigListVerb.contexts, ConfigListVerb.clusters,
      ConfigListVerb.users, ConfigUseContextVerb(), ConfigSetContextVerb(),
      ConfigRenameVerb(), ConfigDeleteVerb(noun: "context"), ConfigDeleteVerb(noun: "cluster"),
      ConfigDeleteVerb(noun: "user"), ConfigEntryVerb.cluster, ConfigEntryVerb.user,
      KustomizeVerb(), ConfigPropertyVerb(sets: true), ConfigPropertyVerb(sets: false),
    ] + AbsentVerb.all
}
