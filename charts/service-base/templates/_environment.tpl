{{/*
What a service is told through its environment. Names follow the property names (quarkus.datasource.username is
QUARKUS_DATASOURCE_USERNAME); secrets are references.
*/}}
{{- define "meridian.environment" -}}
{{- $region := .Values.global.region -}}
{{- $database := .Values.global.database -}}
{{- $host := default (printf "%s-postgres-rw" $region) $database.host -}}
{{- $address := printf "%s:%v/%s" $host $database.port .Values.database.name -}}
- { name: QUARKUS_HTTP_PORT, value: "8080" }
- { name: QUARKUS_MANAGEMENT_PORT, value: "9000" }
- { name: QUARKUS_SHUTDOWN_TIMEOUT, value: "{{ .Values.rollout.shutdownSeconds }}S" }
- { name: MERIDIAN_REGION, value: {{ $region | quote }} }
- { name: MERIDIAN_ISSUER, value: {{ .Values.global.publicUrl | quote }} }
- { name: MERIDIAN_JWKS_URL, value: "http://identity-service:8080{{ .Values.global.jwksPath }}" }
{{- $variables := list }}
{{- range $name, $other := .Values.global.trustedRegions }}
{{- $variable := printf "MERIDIAN_TRUSTED_REGIONS_%s" (upper $name | replace "-" "") }}
{{- if has $variable $variables }}
{{- fail (printf "global.trustedRegions: %s differs from another name by hyphens only; rename one." $name) }}
{{- end }}
{{- $variables = append $variables $variable }}
- { name: {{ $variable }}_NAME, value: {{ $name | quote }} }
- { name: {{ $variable }}_ISSUER, value: {{ $other.issuer | quote }} }
- { name: {{ $variable }}_JWKS_URL, value: {{ default (printf "%s%s" $other.issuer $.Values.global.jwksPath) $other.jwksUrl | quote }} }
{{- end }}
- name: MERIDIAN_INTERNAL_TOKEN
  valueFrom:
    secretKeyRef: { name: {{ .Values.global.internalToken.secretName }}, key: {{ .Values.global.internalToken.key }} }
- { name: QUARKUS_DATASOURCE_REACTIVE_URL, value: "postgresql://{{ $address }}" }
{{- if $database.tls.enabled }}
- { name: QUARKUS_DATASOURCE_JDBC_URL, value: "jdbc:postgresql://{{ $address }}?sslmode=verify-full&sslrootcert=/etc/meridian/postgres-ca/ca.crt" }
- { name: QUARKUS_DATASOURCE_REACTIVE_POSTGRESQL_SSL_MODE, value: verify-full }
- { name: QUARKUS_DATASOURCE_REACTIVE_TRUST_CERTIFICATE_PEM, value: "true" }
- { name: QUARKUS_DATASOURCE_REACTIVE_TRUST_CERTIFICATE_PEM_CERTS, value: /etc/meridian/postgres-ca/ca.crt }
- { name: QUARKUS_DATASOURCE_REACTIVE_HOSTNAME_VERIFICATION_ALGORITHM, value: HTTPS }
{{- else }}
- { name: QUARKUS_DATASOURCE_JDBC_URL, value: "jdbc:postgresql://{{ $address }}" }
{{- end }}
- name: QUARKUS_DATASOURCE_USERNAME
  valueFrom:
    secretKeyRef: { name: {{ .Values.database.secretName }}, key: username }
- name: QUARKUS_DATASOURCE_PASSWORD
  valueFrom:
    secretKeyRef: { name: {{ .Values.database.secretName }}, key: password }
- { name: KAFKA_BOOTSTRAP_SERVERS, value: {{ default (printf "%s-kafka-kafka-bootstrap:9093" $region) .Values.global.kafka.bootstrapServers | quote }} }
{{- if .Values.global.kafka.tls.enabled }}
- { name: KAFKA_SECURITY_PROTOCOL, value: SSL }
- { name: KAFKA_SSL_TRUSTSTORE_TYPE, value: PEM }
- { name: KAFKA_SSL_TRUSTSTORE_LOCATION, value: /etc/meridian/kafka-ca/ca.crt }
- { name: KAFKA_SSL_KEYSTORE_TYPE, value: PEM }
- name: KAFKA_SSL_KEYSTORE_CERTIFICATE_CHAIN
  valueFrom:
    secretKeyRef: { name: {{ .Values.kafka.secretName }}, key: user.crt }
- name: KAFKA_SSL_KEYSTORE_KEY
  valueFrom:
    secretKeyRef: { name: {{ .Values.kafka.secretName }}, key: user.key }
{{- end }}
{{- range $client, $service := .Values.calls }}
- { name: QUARKUS_GRPC_CLIENTS_{{ upper $client }}_HOST, value: {{ $service }} }
- { name: QUARKUS_GRPC_CLIENTS_{{ upper $client }}_PORT, value: "8080" }
{{- end }}
{{- if (.Values.mllp | default dict).enabled }}
- { name: MERIDIAN_MLLP_PORT, value: "2575" }
{{- end }}
{{- with (.Values.subscriptions | default dict).allowedHosts }}
- { name: MERIDIAN_SUBSCRIPTIONS_ALLOWED_HOSTS, value: {{ join "," . | quote }} }
{{- end }}
- { name: QUARKUS_OTEL_SDK_DISABLED, value: {{ empty .Values.global.telemetry.otlpEndpoint | quote }} }
{{- if .Values.global.telemetry.otlpEndpoint }}
- { name: QUARKUS_OTEL_EXPORTER_OTLP_ENDPOINT, value: {{ .Values.global.telemetry.otlpEndpoint | quote }} }
{{- end }}
{{- if .Values.store }}
- { name: MERIDIAN_STORE_DIRECTORY, value: /var/lib/meridian/images }
{{- end }}
{{- if .Values.bootstrap }}
- { name: MERIDIAN_BOOTSTRAP_FILE, value: /etc/meridian/bootstrap/bootstrap.json }
{{- end }}
{{- if .Values.signingKey }}
- { name: MERIDIAN_SIGNING_KEY_FILE, value: /etc/meridian/signing-key }
{{- end }}
{{- if (.Values.catalogue | default dict).configMap }}
- { name: MERIDIAN_CATALOGUE_FILE, value: /etc/meridian/catalogue/catalogue.json }
{{- if .Values.catalogue.tariffKey }}
- { name: MERIDIAN_GUIDANCE_TARIFF, value: /etc/meridian/catalogue/tariff.yaml }
{{- end }}
{{- end }}
{{- with .Values.federationKey }}
- name: MERIDIAN_FEDERATION_KEY
  valueFrom:
    secretKeyRef: { name: {{ .secretName }}, key: {{ .key }} }
- name: MERIDIAN_FEDERATION_KEY_ID
  valueFrom:
    secretKeyRef: { name: {{ .secretName }}, key: {{ .idKey }} }
{{- end }}
{{- if .Values.javaOptions }}
- { name: JAVA_TOOL_OPTIONS, value: {{ .Values.javaOptions | quote }} }
{{- end }}
{{- range $name, $value := .Values.extraEnvironment }}
- { name: {{ $name }}, value: {{ $value | quote }} }
{{- end }}
{{- end }}

{{/*
Pairs of volume and mount; the argument is (dict "root" . "mounts" true|false). A secret without a key is mounted whole,
and never by subPath: so the kubelet shows the pod what the secret holds later.
*/}}
{{- define "meridian.volumes" -}}
{{- $values := .root.Values -}}
{{- $region := $values.global.region -}}
{{- $secrets := list -}}
{{- if $values.global.database.tls.enabled -}}
{{- $secret := default (printf "%s-postgres-ca" $region) $values.global.database.tls.caSecret -}}
{{- $secrets = append $secrets (dict "name" "postgres-ca" "secret" $secret "key" "ca.crt" "file" "ca.crt") -}}
{{- end -}}
{{- if $values.global.kafka.tls.enabled -}}
{{- $secret := default (printf "%s-kafka-cluster-ca-cert" $region) $values.global.kafka.tls.caSecret -}}
{{- $secrets = append $secrets (dict "name" "kafka-ca" "secret" $secret "key" "ca.crt" "file" "ca.crt") -}}
{{- end -}}
{{- with $values.bootstrap -}}
{{- $secrets = append $secrets (dict "name" "bootstrap" "secret" .secretName "key" .key "file" "bootstrap.json") -}}
{{- end -}}
{{- with $values.signingKey -}}
{{- $secrets = append $secrets (dict "name" "signing-key" "secret" .secretName) -}}
{{- end -}}
{{- $catalogue := $values.catalogue | default dict -}}
{{- if .mounts -}}
- { name: tmp, mountPath: /tmp }
{{- range $secrets }}
- { name: {{ .name }}, mountPath: /etc/meridian/{{ .name }}, readOnly: true }
{{- end }}
{{- if $catalogue.configMap }}
- { name: catalogue, mountPath: /etc/meridian/catalogue, readOnly: true }
{{- end }}
{{- if $values.store }}
- { name: images, mountPath: /var/lib/meridian/images }
{{- end }}
{{- else -}}
- name: tmp
  emptyDir: { sizeLimit: 1Gi }
{{- range $secrets }}
- name: {{ .name }}
  secret:
    secretName: {{ .secret }}
    defaultMode: 0440
    {{- if .key }}
    items: [{ key: {{ .key }}, path: {{ .file }} }]
    {{- end }}
{{- end }}
{{- if $catalogue.configMap }}
- name: catalogue
  configMap:
    name: {{ $catalogue.configMap }}
    items:
      - { key: {{ $catalogue.key }}, path: catalogue.json }
      {{- if $catalogue.tariffKey }}
      - { key: {{ $catalogue.tariffKey }}, path: tariff.yaml }
      {{- end }}
{{- end }}
{{- if $values.store }}
- name: images
  persistentVolumeClaim: { claimName: {{ default (printf "%s-images" .root.Chart.Name) $values.store.existingClaim }} }
{{- end }}
{{- end -}}
{{- end }}
