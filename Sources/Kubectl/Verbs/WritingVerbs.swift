extension Kubectl {
  /// Verbs that change the cluster.
  static let writingVerbs: [any Verb] =
    [
      Create(), CreateDeployment(), CreateNamespace(), CreateServiceAccount(),
      CreateService("ClusterIP"), CreateService("NodePort"), CreateService("LoadBalancer"),
      CreateService("ExternalName"), CreateConfigMap(), CreateGenericSecret(), CreateTLSSecret(),
      CreateRegistrySecret(), CreateJob(), CreateCronJob(), CreateIngress(),
      CreateRole(cluster: false), CreateRole(cluster: true), CreateRoleBinding(cluster: false),
      CreateRoleBinding(cluster: true), CreateQuota(), CreatePodDisruptionBudget(),
      CreatePriorityClass(), CreateToken(), Run(), Apply(), ViewLastApplied(), SetLastApplied(),
      EditLastApplied(), Delete(), ScaleVerb(), Label(), Annotate(), SetImage(), SetEnv(),
      SetResources(), SetSelector(), SetServiceAccount(), SetSubject(), RolloutStatus(),
      RolloutHistory(), RolloutUndo(), RolloutSwitch(.pause), RolloutSwitch(.resume),
      RolloutSwitch(.restart), Patch(), Replace(), EditVerb(), Diff(), Expose(), Autoscale(),
      TaintVerb(), Cordon(closes: true), Cordon(closes: false), Drain(),
    ] + Unserved.all
}
