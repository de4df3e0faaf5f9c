// The other files of /etc/kubernetes/manifests.
extension KubeadmWorld {
  /// The controller manager and the scheduler as static pods.
  static let controllers = #"""
    - apiVersion: v1
      kind: Pod
      metadata:
        labels:
          component: kube-controller-manager
          tier: control-plane
        name: kube-controller-manager
        namespace: kube-system
      spec:
        containers:
        - command:
          - kube-controller-manager
          - --allocate-node-cidrs=true
          - --authentication-kubeconfig=/etc/kubernetes/controller-manager.conf
          - --authorization-kubeconfig=/etc/kubernetes/controller-manager.conf
          - --bind-address=127.0.0.1
          - --client-ca-file=/etc/kubernetes/pki/ca.crt
          - --cluster-cidr=10.244.0.0/16
          - --cluster-name=kubernetes
          - --cluster-signing-cert-file=/etc/kubernetes/pki/ca.crt
          - --cluster-signing-key-file=/etc/kubernetes/pki/ca.key
          - --controllers=*,bootstrapsigner,tokencleaner
          - --kubeconfig=/etc/kubernetes/controller-manager.conf
          - --leader-elect=true
          - --requestheader-client-ca-file=/etc/kubernetes/pki/front-proxy-ca.crt
          - --root-ca-file=/etc/kubernetes/pki/ca.crt
          - --service-account-private-key-file=/etc/kubernetes/pki/sa.key
          - --service-cluster-ip-range=10.96.0.0/12
          - --use-service-account-credentials=true
          image: registry.k8s.io/kube-controller-manager:v1.32.13
          imagePullPolicy: IfNotPresent
          livenessProbe:
            failureThreshold: 8
            initialDelaySeconds: 10
            periodSeconds: 10
            httpGet:
              host: 127.0.0.1
              path: /healthz
              port: 10257
              scheme: HTTPS
            timeoutSeconds: 15
          name: kube-controller-manager
          resources:
            requests:
              cpu: 200m
          startupProbe:
            failureThreshold: 24
            initialDelaySeconds: 10
            periodSeconds: 10
            httpGet:
              host: 127.0.0.1
              path: /healthz
              port: 10257
              scheme: HTTPS
            timeoutSeconds: 15
          volumeMounts:
          - mountPath: /etc/ssl/certs
            name: ca-certs
            readOnly: true
          - mountPath: /etc/ca-certificates
            name: etc-ca-certificates
            readOnly: true
          - mountPath: /usr/libexec/kubernetes/kubelet-plugins/volume/exec
            name: flexvolume-dir
          - mountPath: /etc/kubernetes/pki
            name: k8s-certs
            readOnly: true
          - mountPath: /etc/kubernetes/controller-manager.conf
            name: kubeconfig
            readOnly: true
          - mountPath: /usr/local/share/ca-certificates
            name: usr-local-share-ca-certificates
            readOnly: true
          - mountPath: /usr/share/ca-certificates
            name: usr-share-ca-certificates
            readOnly: true
        hostNetwork: true
        priority: 2000001000
        priorityClassName: system-node-critical
        securityContext:
          seccompProfile:
            type: RuntimeDefault
        volumes:
        - hostPath:
            path: /etc/ssl/certs
            type: DirectoryOrCreate
          name: ca-certs
        - hostPath:
            path: /etc/ca-certificates
            type: DirectoryOrCreate
          name: etc-ca-certificates
        - hostPath:
            path: /usr/libexec/kubernetes/kubelet-plugins/volume/exec
            type: DirectoryOrCreate
          name: flexvolume-dir
        - hostPath:
            path: /etc/kubernetes/pki
            type: DirectoryOrCreate
          name: k8s-certs
        - hostPath:
            path: /etc/kubernetes/controller-manager.conf
            type: FileOrCreate
          name: kubeconfig
        - hostPath:
            path: /usr/local/share/ca-certificates
            type: DirectoryOrCreate
          name: usr-local-share-ca-certificates
        - hostPath:
            path: /usr/share/ca-certificates
            type: DirectoryOrCreate
          name: usr-share-ca-certificates
    - apiVersion: v1
      kind: Pod
      metadata:
        labels:
          component: kube-scheduler
          tier: control-plane
        name: kube-scheduler
        namespace: kube-system
      spec:
        containers:
        - command:
          - kube-scheduler
          - --authentication-kubeconfig=/etc/kubernetes/scheduler.conf
          - --authorization-kubeconfig=/etc/kubernetes/scheduler.conf
          - --bind-address=127.0.0.1
          - --kubeconfig=/etc/kubernetes/scheduler.conf
          - --leader-elect=true
          image: registry.k8s.io/kube-scheduler:v1.32.13
          imagePullPolicy: IfNotPresent
          livenessProbe:
            failureThreshold: 8
            initialDelaySeconds: 10
            periodSeconds: 10
            httpGet:
              host: 127.0.0.1
              path: /healthz
              port: 10259
              scheme: HTTPS
            timeoutSeconds: 15
          name: kube-scheduler
          resources:
            requests:
              cpu: 100m
          startupProbe:
            failureThreshold: 24
            initialDelaySeconds: 10
            periodSeconds: 10
            httpGet:
              host: 127.0.0.1
              path: /healthz
              port: 10259
              scheme: HTTPS
            timeoutSeconds: 15
          volumeMounts:
          - mountPath: /etc/kubernetes/scheduler.conf
            name: kubeconfig
            readOnly: true
        hostNetwork: true
        priority: 2000001000
        priorityClassName: system-node-critical
        securityContext:
          seccompProfile:
            type: RuntimeDefault
        volumes:
        - hostPath:
            path: /etc/kubernetes/scheduler.conf
            type: FileOrCreate
          name: kubeconfig

    """#
}
