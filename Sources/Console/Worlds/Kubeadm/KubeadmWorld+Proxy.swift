extension KubeadmWorld {
  /// What kubeadm creates for kube-proxy, and its own settings.
  static let proxy = #"""
    - apiVersion: v1
      kind: ConfigMap
      metadata: {name: kubeadm-config, namespace: kube-system}
      data:
        ClusterConfiguration: |
          apiServer: {}
          apiVersion: kubeadm.k8s.io/v1beta4
          caCertificateValidityPeriod: 87600h0m0s
          certificateValidityPeriod: 8760h0m0s
          certificatesDir: /etc/kubernetes/pki
          clusterName: kubernetes
          controllerManager: {}
          dns: {}
          encryptionAlgorithm: RSA-2048
          etcd:
            local:
              dataDir: /var/lib/etcd
          imageRepository: registry.k8s.io
          kind: ClusterConfiguration
          kubernetesVersion: v1.32.13
          networking:
            dnsDomain: cluster.local
            podSubnet: 10.244.0.0/16
            serviceSubnet: 10.96.0.0/12
          proxy: {}
          scheduler: {}
    - apiVersion: v1
      kind: ServiceAccount
      metadata: {name: kube-proxy, namespace: kube-system}
    - apiVersion: rbac.authorization.k8s.io/v1
      kind: ClusterRoleBinding
      metadata: {name: "kubeadm:node-proxier"}
      roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: "system:node-proxier"}
      subjects:
      - {kind: ServiceAccount, name: kube-proxy, namespace: kube-system}
    - apiVersion: v1
      kind: ConfigMap
      metadata:
        labels: {app: kube-proxy}
        name: kube-proxy
        namespace: kube-system
      data:
        config.conf: |-
          apiVersion: kubeproxy.config.k8s.io/v1alpha1
          bindAddress: 0.0.0.0
          clientConnection:
            kubeconfig: /var/lib/kube-proxy/kubeconfig.conf
          clusterCIDR: 10.244.0.0/16
          kind: KubeProxyConfiguration
          mode: ""
        kubeconfig.conf: |-
          apiVersion: v1
          kind: Config
          clusters:
          - cluster:
              certificate-authority: /var/run/secrets/kubernetes.io/serviceaccount/ca.crt
              server: https://192.168.56.10:6443
            name: default
          contexts:
          - context:
              cluster: default
              namespace: default
              user: default
            name: default
          current-context: default
          users:
          - name: default
            user:
              tokenFile: /var/run/secrets/kubernetes.io/serviceaccount/token
    - apiVersion: apps/v1
      kind: DaemonSet
      metadata:
        labels: {k8s-app: kube-proxy}
        name: kube-proxy
        namespace: kube-system
      spec:
        selector:
          matchLabels: {k8s-app: kube-proxy}
        updateStrategy: {type: RollingUpdate}
        template:
          metadata:
            labels: {k8s-app: kube-proxy}
          spec:
            priorityClassName: system-node-critical
            containers:
            - name: kube-proxy
              image: registry.k8s.io/kube-proxy:v1.32.13
              imagePullPolicy: IfNotPresent
              command:
              - /usr/local/bin/kube-proxy
              - --config=/var/lib/kube-proxy/config.conf
              - --hostname-override=$(NODE_NAME)
              env:
              - name: NODE_NAME
                valueFrom:
                  fieldRef: {fieldPath: spec.nodeName}
              securityContext: {privileged: true}
              volumeMounts:
              - {mountPath: /var/lib/kube-proxy, name: kube-proxy}
              - {mountPath: /run/xtables.lock, name: xtables-lock}
              - {mountPath: /lib/modules, name: lib-modules, readOnly: true}
            hostNetwork: true
            nodeSelector: {kubernetes.io/os: linux}
            serviceAccountName: kube-proxy
            tolerations:
            - {operator: Exists}
            volumes:
            - name: kube-proxy
              configMap: {name: kube-proxy}
            - name: xtables-lock
              hostPath: {path: /run/xtables.lock, type: FileOrCreate}
            - name: lib-modules
              hostPath: {path: /lib/modules}

    """#
}
