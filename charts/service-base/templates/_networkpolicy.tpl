{{/* Who may call a service, and whom it may call; everything else is refused. */}}
{{- define "meridian.networkPolicy" -}}
{{- $policy := .Values.global.networkPolicy -}}
{{- if $policy.enabled }}
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: {{ .Chart.Name }}
  labels: {{- include "meridian.labels" . | nindent 4 }}
spec:
  podSelector:
    matchLabels: {{- include "meridian.selectorLabels" . | nindent 6 }}
  policyTypes: [Ingress, Egress]
  ingress:
    - from:
        - namespaceSelector:
            matchLabels: { kubernetes.io/metadata.name: {{ $policy.gatewayNamespace }} }
      ports:
        - { port: http, protocol: TCP }
        {{- if (.Values.mllp | default dict).enabled }}
        - { port: mllp, protocol: TCP }
        {{- end }}
    - from:
        - podSelector:
            matchLabels: { app.kubernetes.io/part-of: meridian }
      ports: [{ port: http, protocol: TCP }]
    - from:
        - namespaceSelector:
            matchLabels: { kubernetes.io/metadata.name: {{ $policy.monitoringNamespace }} }
      ports: [{ port: management, protocol: TCP }]
  egress:
    - to:
        - namespaceSelector:
            matchLabels: { kubernetes.io/metadata.name: kube-system }
      ports: [{ port: 53, protocol: UDP }, { port: 53, protocol: TCP }]
    - to:
        - podSelector:
            matchLabels: { app.kubernetes.io/part-of: meridian }
      ports: [{ port: 8080, protocol: TCP }]
    - {{ if not .Values.global.database.host }}to:
        - podSelector:
            matchLabels: { cnpg.io/cluster: {{ .Values.global.region }}-postgres }
      {{ end }}ports: [{ port: {{ .Values.global.database.port }}, protocol: TCP }]
    {{- if .Values.global.kafka.bootstrapServers }}
    - ports:
        {{- range splitList "," .Values.global.kafka.bootstrapServers }}
        - { port: {{ last (splitList ":" .) }}, protocol: TCP }
        {{- end }}
    {{- else }}
    - to:
        - podSelector:
            matchLabels: { strimzi.io/cluster: {{ .Values.global.region }}-kafka }
      ports: [{ port: 9093, protocol: TCP }]
    {{- end }}
    {{- if .Values.global.trustedRegions }}
    # The key sets of other regions.
    {{- $ports := list }}
    {{- range .Values.global.trustedRegions }}
    {{- $host := (urlParse (default .issuer .jwksUrl)).host }}
    {{- $ports = append $ports (regexFind ":[0-9]+$" $host | trimPrefix ":" | default "443") }}
    {{- end }}
    - ports:
        {{- range uniq $ports }}
        - { port: {{ . }}, protocol: TCP }
        {{- end }}
    {{- end }}
    {{- with (.Values.mllp | default dict).partnerPorts }}
    # Performers that take orders by HL7 v2 only.
    - ports:
        {{- range . }}
        - { port: {{ . }}, protocol: TCP }
        {{- end }}
    {{- end }}
    {{- with (.Values.subscriptions | default dict) }}
    {{- if .allowedHosts }}
    # Subscribers.
    - ports:
        {{- range .ports }}
        - { port: {{ . }}, protocol: TCP }
        {{- end }}
    {{- end }}
    {{- end }}
    {{- if .Values.global.telemetry.otlpEndpoint }}
    - to:
        - namespaceSelector:
            matchLabels: { kubernetes.io/metadata.name: {{ $policy.telemetryNamespace }} }
      ports: [{ port: {{ .Values.global.telemetry.otlpPort }}, protocol: TCP }]
    {{- end }}
{{- end }}
{{- end }}
