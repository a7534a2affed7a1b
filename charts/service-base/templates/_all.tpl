{{/* Every object of one service: a thin chart includes this and nothing else. */}}
{{- define "meridian.all" -}}
{{ include "meridian.deployment" . }}
---
{{ include "meridian.service" . }}
---
{{ include "meridian.availability" . }}
---
{{ include "meridian.networkPolicy" . }}
{{- if .Values.store }}
---
{{ include "meridian.storage" . }}
{{- end }}
{{- end }}
