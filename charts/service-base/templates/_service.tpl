{{- define "meridian.service" -}}
apiVersion: v1
kind: Service
metadata:
  name: {{ .Chart.Name }}
  labels: {{- include "meridian.labels" . | nindent 4 }}
spec:
  type: ClusterIP
  selector: {{- include "meridian.selectorLabels" . | nindent 4 }}
  ports:
    - { name: http, port: 8080, targetPort: http, protocol: TCP, appProtocol: http }
    - { name: management, port: 9000, targetPort: management, protocol: TCP }
    {{- if (.Values.mllp | default dict).enabled }}
    - { name: mllp, port: 2575, targetPort: mllp, protocol: TCP }
    {{- end }}
---
apiVersion: v1
kind: ServiceAccount
metadata:
  name: {{ .Chart.Name }}
  labels: {{- include "meridian.labels" . | nindent 4 }}
automountServiceAccountToken: false
{{- end }}

{{- define "meridian.availability" -}}
{{- if or .Values.autoscaling.enabled (gt (int .Values.replicaCount) 1) }}
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: {{ .Chart.Name }}
  labels: {{- include "meridian.labels" . | nindent 4 }}
spec:
  maxUnavailable: 1
  unhealthyPodEvictionPolicy: AlwaysAllow
  selector:
    matchLabels: {{- include "meridian.selectorLabels" . | nindent 6 }}
{{- end }}
{{- if .Values.autoscaling.enabled }}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: {{ .Chart.Name }}
  labels: {{- include "meridian.labels" . | nindent 4 }}
spec:
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: {{ .Chart.Name }} }
  minReplicas: {{ .Values.replicaCount }}
  maxReplicas: {{ .Values.autoscaling.maxReplicas }}
  metrics:
    - type: Resource
      resource:
        name: cpu
        target: { type: Utilization, averageUtilization: {{ .Values.autoscaling.targetCpuPercent }} }
{{- end }}
{{- end }}

{{- define "meridian.storage" -}}
{{- if not .Values.store.existingClaim }}
apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: {{ .Chart.Name }}-images
  labels: {{- include "meridian.labels" . | nindent 4 }}
  annotations:
    # An uninstall leaves the images where they are.
    helm.sh/resource-policy: keep
spec:
  accessModes: [{{ .Values.store.accessMode }}]
  {{- with .Values.store.storageClass }}
  storageClassName: {{ . }}
  {{- end }}
  resources:
    requests: { storage: {{ .Values.store.size }} }
{{- end }}
{{- end }}
