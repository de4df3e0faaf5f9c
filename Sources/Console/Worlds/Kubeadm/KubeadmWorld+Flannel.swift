extension KubeadmWorld {
  /// flannel's kube-flannel.yml.
  static let flannel = #"""
    - apiVersion: v1
      kind: Namespace
      metadata:
        labels: {k8s-app: flannel, pod-security.kubernetes.io/enforce: privileged}
        name: kube-flannel
    - apiVersion: v1
      kind: ServiceAccount
      metadata:
        labels: {k8s-app: flannel}
        name: flannel
        namespace: kube-flannel
    - apiVersion: rbac.authorization.k8s.io/v1
      kind: ClusterRole
      metadata:
        labels: {k8s-app: flannel}
        name: flannel
      rules:
      - apiGroups: [""]
        resources: [pods]
        verbs: [get]
      - apiGroups: [""]
        resources: [nodes]
        verbs: [get, list, watch]
      - apiGroups: [""]
        resources: [nodes/status]
        verbs: [patch]
    - apiVersion: rbac.authorization.k8s.io/v1
      kind: ClusterRoleBinding
      metadata:
        labels: {k8s-app: flannel}
        name: flannel
      roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: flannel}
      subjects:
      - {kind: ServiceAccount, name: flannel, namespace: kube-flannel}
    - apiVersion: v1
      kind: ConfigMap
      metadata:
        labels: {app: flannel, k8s-app: flannel, tier: node}
        name: kube-flannel-cfg
        namespace: kube-flannel
      data:
        cni-conf.json: |
          {
            "name": "cbr0",
            "cniVersion": "0.3.1",
            "plugins": [
              {
                "type": "flannel",
                "delegate": {
                  "hairpinMode": true,
                  "isDefaultGateway": true
                }
              },
              {
                "type": "portmap",
                "capabilities": {
                  "portMappings": true
                }
              }
            ]
          }
        net-conf.json: |
          {
            "Network": "10.244.0.0/16",
            "EnableNFTables": false,
            "Backend": {
              "Type": "vxlan"
            }
          }
    - apiVersion: apps/v1
      kind: DaemonSet
      metadata:
        labels: {app: flannel, k8s-app: flannel, tier: node}
        name: kube-flannel-ds
        namespace: kube-flannel
      spec:
        selector:
          matchLabels: {app: flannel, k8s-app: flannel}
        template:
          metadata:
            labels: {app: flannel, k8s-app: flannel, tier: node}
          spec:
            affinity:
              nodeAffinity:
                requiredDuringSchedulingIgnoredDuringExecution:
                  nodeSelectorTerms:
                  - matchExpressions:
                    - {key: kubernetes.io/os, operator: In, values: [linux]}
            containers:
            - name: kube-flannel
              image: ghcr.io/flannel-io/flannel:v0.26.7
              command: [/opt/bin/flanneld]
              args: [--ip-masq, --kube-subnet-mgr]
              env:
              - name: POD_NAME
                valueFrom:
                  fieldRef: {fieldPath: metadata.name}
              - name: POD_NAMESPACE
                valueFrom:
                  fieldRef: {fieldPath: metadata.namespace}
              - {name: EVENT_QUEUE_DEPTH, value: "5000"}
              resources:
                requests: {cpu: 100m, memory: 50Mi}
              securityContext:
                capabilities: {add: [NET_ADMIN, NET_RAW]}
                privileged: false
              volumeMounts:
              - {mountPath: /run/flannel, name: run}
              - {mountPath: /etc/kube-flannel/, name: flannel-cfg}
              - {mountPath: /run/xtables.lock, name: xtables-lock}
            hostNetwork: true
            initContainers:
            - name: install-cni-plugin
              image: ghcr.io/flannel-io/flannel-cni-plugin:v1.6.2-flannel1
              command: [cp]
              args: [-f, /flannel, /opt/cni/bin/flannel]
              volumeMounts:
              - {mountPath: /opt/cni/bin, name: cni-plugin}
            - name: install-cni
              image: ghcr.io/flannel-io/flannel:v0.26.7
              command: [cp]
              args: [-f, /etc/kube-flannel/cni-conf.json, /etc/cni/net.d/10-flannel.conflist]
              volumeMounts:
              - {mountPath: /etc/cni/net.d, name: cni}
              - {mountPath: /etc/kube-flannel/, name: flannel-cfg}
            priorityClassName: system-node-critical
            serviceAccountName: flannel
            tolerations:
            - {effect: NoSchedule, operator: Exists}
            volumes:
            - name: run
              hostPath: {path: /run/flannel}
            - name: cni-plugin
              hostPath: {path: /opt/cni/bin}
            - name: cni
              hostPath: {path: /etc/cni/net.d}
            - name: flannel-cfg
              configMap: {name: kube-flannel-cfg}
            - name: xtables-lock
              hostPath: {path: /run/xtables.lock, type: FileOrCreate}

    """#
}
