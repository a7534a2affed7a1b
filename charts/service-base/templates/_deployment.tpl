{{- define "meridian.deployment" -}}
{{- $single := and .Values.store (eq (.Values.store | default dict).accessMode "ReadWriteOnce") -}}
{{- if and $single (or (gt (int .Values.replicaCount) 1) .Values.autoscaling.enabled) -}}
{{- fail "store.accessMode ReadWriteOnce allows one replica: set replicaCount to 1 and autoscaling.enabled to false, or use ReadWriteMany" -}}
{{- end -}}
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .Chart.Name }}
  labels: {{- include "meridian.labels" . | nindent 4 }}
spec:
  {{- if not .Values.autoscaling.enabled }}
  replicas: {{ .Values.replicaCount }}
  {{- end }}
  revisionHistoryLimit: 5
  strategy:
    {{- if $single }}
    type: Recreate
    {{- else }}
    type: RollingUpdate
    rollingUpdate: { maxUnavailable: 0, maxSurge: {{ .Values.rollout.maxSurge }} }
    {{- end }}
  selector:
    matchLabels: {{- include "meridian.selectorLabels" . | nindent 6 }}
  template:
    metadata:
      labels: {{- include "meridian.labels" . | nindent 8 }}
      annotations:
        prometheus.io/scrape: "true"
        prometheus.io/port: "9000"
        prometheus.io/path: /q/metrics
        prometheus.io/scheme: http
    spec:
      serviceAccountName: {{ .Chart.Name }}
      automountServiceAccountToken: false
      enableServiceLinks: false
      {{- with .Values.global.image.pullSecrets }}
      imagePullSecrets:
        {{- range . }}
        - name: {{ . }}
        {{- end }}
      {{- end }}
      # The container's own time to finish, and the time in which the endpoints forget it.
      terminationGracePeriodSeconds: {{ add .Values.rollout.preStopSeconds .Values.rollout.shutdownSeconds 5 }}
      securityContext:
        runAsNonRoot: true
        runAsUser: 10001
        runAsGroup: 10001
        fsGroup: 10001
        fsGroupChangePolicy: OnRootMismatch
        seccompProfile: { type: RuntimeDefault }
      topologySpreadConstraints:
        {{- range list "topology.kubernetes.io/zone" "kubernetes.io/hostname" }}
        - maxSkew: 1
          topologyKey: {{ . }}
          whenUnsatisfiable: ScheduleAnyway
          labelSelector:
            matchLabels: {{- include "meridian.selectorLabels" $ | nindent 14 }}
        {{- end }}
      {{- with .Values.nodeSelector }}
      nodeSelector: {{- toYaml . | nindent 8 }}
      {{- end }}
      {{- with .Values.tolerations }}
      tolerations: {{- toYaml . | nindent 8 }}
      {{- end }}
      containers:
        - name: {{ .Chart.Name }}
          image: {{ printf "%s/%s:%s" .Values.global.image.registry .Values.image.repository (default .Chart.AppVersion .Values.image.tag) | quote }}
          imagePullPolicy: {{ .Values.global.image.pullPolicy }}
          securityContext:
            allowPrivilegeEscalation: false
            readOnlyRootFilesystem: true
            capabilities: { drop: [ALL] }
          ports:
            - { name: http, containerPort: 8080, protocol: TCP }
            - { name: management, containerPort: 9000, protocol: TCP }
            {{- if (.Values.mllp | default dict).enabled }}
            - { name: mllp, containerPort: 2575, protocol: TCP }
            {{- end }}
          env: {{- include "meridian.environment" . | nindent 12 }}
          startupProbe:
            httpGet: { path: /q/health/started, port: management, scheme: HTTP }
            periodSeconds: 2
            timeoutSeconds: 2
            failureThreshold: {{ div (add .Values.rollout.startupSeconds 1) 2 }}
          livenessProbe:
            httpGet: { path: /q/health/live, port: management, scheme: HTTP }
            periodSeconds: 10
            timeoutSeconds: 3
            failureThreshold: 3
          readinessProbe:
            httpGet: { path: /q/health/ready, port: management, scheme: HTTP }
            periodSeconds: 5
            timeoutSeconds: 3
            failureThreshold: 2
          lifecycle:
            preStop:
              sleep: { seconds: {{ .Values.rollout.preStopSeconds }} }
          resources: {{- toYaml .Values.resources | nindent 12 }}
          volumeMounts: {{- include "meridian.volumes" (dict "root" . "mounts" true) | nindent 12 }}
      volumes: {{- include "meridian.volumes" (dict "root" . "mounts" false) | nindent 8 }}
{{- end }}
