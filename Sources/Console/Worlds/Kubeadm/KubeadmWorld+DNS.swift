extension KubeadmWorld {
  /// What kubeadm creates for CoreDNS.
  static let dns = #"""
    - apiVersion: v1
      kind: ServiceAccount
      metadata: {name: coredns, namespace: kube-system}
    - apiVersion: rbac.authorization.k8s.io/v1
      kind: ClusterRole
      metadata: {name: "system:coredns"}
      rules:
      - apiGroups: [""]
        resources: [endpoints, services, pods, namespaces]
        verbs: [list, watch]
      - apiGroups: [discovery.k8s.io]
        resources: [endpointslices]
        verbs: [list, watch]
    - apiVersion: rbac.authorization.k8s.io/v1
      kind: ClusterRoleBinding
      metadata: {name: "system:coredns"}
      roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: "system:coredns"}
      subjects:
      - {kind: ServiceAccount, name: coredns, namespace: kube-system}
    - apiVersion: v1
      kind: ConfigMap
      metadata: {name: coredns, namespace: kube-system}
      data:
        Corefile: |
          .:53 {
              errors
              health {
                 lameduck 5s
              }
              ready
              kubernetes cluster.local in-addr.arpa ip6.arpa {
                 pods insecure
                 fallthrough in-addr.arpa ip6.arpa
                 ttl 30
              }
              prometheus :9153
              forward . /etc/resolv.conf {
                 max_concurrent 1000
              }
              cache 30 {
                 disable success cluster.local
                 disable denial cluster.local
              }
              loop
              reload
              loadbalance
          }
    - apiVersion: v1
      kind: Service
      metadata:
        annotations: {prometheus.io/port: "9153", prometheus.io/scrape: "true"}
        labels: {k8s-app: kube-dns, kubernetes.io/cluster-service: "true", kubernetes.io/name: CoreDNS}
        name: kube-dns
        namespace: kube-system
      spec:
        clusterIP: 10.96.0.10
        ports:
        - {name: dns, port: 53, protocol: UDP, targetPort: 53}
        - {name: dns-tcp, port: 53, protocol: TCP, targetPort: 53}
        - {name: metrics, port: 9153, protocol: TCP, targetPort: 9153}
        selector: {k8s-app: kube-dns}
    - apiVersion: apps/v1
      kind: Deployment
      metadata:
        labels: {k8s-app: kube-dns}
        name: coredns
        namespace: kube-system
      spec:
        replicas: 2
        selector:
          matchLabels: {k8s-app: kube-dns}
        strategy:
          type: RollingUpdate
          rollingUpdate: {maxUnavailable: 1}
        template:
          metadata:
            labels: {k8s-app: kube-dns}
          spec:
            priorityClassName: system-cluster-critical
            serviceAccountName: coredns
            affinity:
              podAntiAffinity:
                preferredDuringSchedulingIgnoredDuringExecution:
                - weight: 100
                  podAffinityTerm:
                    labelSelector:
                      matchExpressions:
                      - {key: k8s-app, operator: In, values: [kube-dns]}
                    topologyKey: kubernetes.io/hostname
            tolerations:
            - {key: CriticalAddonsOnly, operator: Exists}
            - {key: node-role.kubernetes.io/control-plane, effect: NoSchedule}
            nodeSelector: {kubernetes.io/os: linux}
            containers:
            - name: coredns
              image: registry.k8s.io/coredns/coredns:v1.11.3
              imagePullPolicy: IfNotPresent
              args: [-conf, /etc/coredns/Corefile]
              resources:
                limits: {memory: 170Mi}
                requests: {cpu: 100m, memory: 70Mi}
              volumeMounts:
              - {mountPath: /etc/coredns, name: config-volume, readOnly: true}
              ports:
              - {containerPort: 53, name: dns, protocol: UDP}
              - {containerPort: 53, name: dns-tcp, protocol: TCP}
              - {containerPort: 9153, name: metrics, protocol: TCP}
              livenessProbe:
                httpGet: {path: /health, port: 8080, scheme: HTTP}
                initialDelaySeconds: 60
                timeoutSeconds: 5
                successThreshold: 1
                failureThreshold: 5
              readinessProbe:
                httpGet: {path: /ready, port: 8181, scheme: HTTP}
              securityContext:
                allowPrivilegeEscalation: false
                capabilities: {add: [NET_BIND_SERVICE], drop: [ALL]}
                readOnlyRootFilesystem: true
            dnsPolicy: Default
            volumes:
            - name: config-volume
              configMap:
                name: coredns
                items:
                - {key: Corefile, path: Corefile}

    """#
}
