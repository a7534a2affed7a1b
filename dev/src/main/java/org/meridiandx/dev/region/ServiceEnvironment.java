package org.meridiandx.dev.region;

import java.util.HashMap;
import java.util.Map;
import org.meridiandx.dev.persona.SampleRegion;
import org.meridiandx.dev.persona.Secrets;

/// The settings of the services in this region, as environment variables.
///
/// @param settings where data is
/// @param ports where everything listens
/// @param gatewayUrl public base URL, which is the issuer too
/// @param sample keys and bootstrap file of the sample region
/// @param secrets what the services show each other and PostgreSQL
record ServiceEnvironment(
        RegionSettings settings, Ports ports, String gatewayUrl, SampleRegion sample, Secrets secrets) {

    Map<String, String> of(Service service) {
        var values = new HashMap<String, String>();
        values.put("QUARKUS_PROFILE", "prod");
        values.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        values.put("QUARKUS_HTTP_PORT", String.valueOf(ports.http(service)));
        values.put("QUARKUS_MANAGEMENT_HOST", "127.0.0.1");
        values.put("QUARKUS_MANAGEMENT_PORT", String.valueOf(ports.management(service)));
        values.put("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:" + ports.kafka());
        values.put("MERIDIAN_REGION", RegionSettings.REGION);
        values.put("MERIDIAN_ISSUER", gatewayUrl);
        values.put("MERIDIAN_JWKS_URL", "http://127.0.0.1:" + ports.http(Service.IDENTITY) + "/oauth2/jwks");
        values.put("MERIDIAN_INTERNAL_TOKEN", secrets.internalToken());
        // There is no collector on a developer's machine; without this each service logs that it cannot reach one.
        values.put("QUARKUS_OTEL_SDK_DISABLED", "true");
        // A person reads these logs; in a cluster they are JSON.
        values.put("QUARKUS_LOG_CONSOLE_JSON_ENABLED", "false");
        values.put("QUARKUS_LOG_CONSOLE_FORMAT", "%d{HH:mm:ss.SSS} %-5p %c{1} %X{correlationId} %s%e%n");
        putDatabase(values, service);
        putPeers(values);
        putOwn(values, service);
        return values;
    }

    private void putDatabase(Map<String, String> values, Service service) {
        String address = "://127.0.0.1:" + ports.postgres() + "/" + service.database();
        values.put("QUARKUS_DATASOURCE_REACTIVE_URL", "postgresql" + address);
        values.put("QUARKUS_DATASOURCE_JDBC_URL", "jdbc:postgresql" + address);
        values.put("QUARKUS_DATASOURCE_USERNAME", service.database());
        values.put("QUARKUS_DATASOURCE_PASSWORD", secrets.databasePassword());
    }

    private void putPeers(Map<String, String> values) {
        for (var peer : Service.values()) {
            String client = "QUARKUS_GRPC_CLIENTS_" + peer.grpcClient().toUpperCase(java.util.Locale.ROOT);
            values.put(client + "_HOST", "127.0.0.1");
            values.put(client + "_PORT", String.valueOf(ports.http(peer)));
        }
    }

    private void putOwn(Map<String, String> values, Service service) {
        Integer mllp = ports.mllp().get(service);
        if (mllp != null) {
            values.put("MERIDIAN_MLLP_PORT", String.valueOf(mllp));
        }
        switch (service) {
            case IDENTITY -> {
                values.put("MERIDIAN_BOOTSTRAP_FILE", sample.bootstrapFile().toString());
                values.put(
                        "MERIDIAN_SIGNING_KEY_FILE",
                        sample.issuerKeys().directory().toString());
                values.put("MERIDIAN_SIGN_IN_DEMO", "true");
            }
            case IMAGING ->
                values.put(
                        "MERIDIAN_STORE_DIRECTORY",
                        settings.data().resolve("images").toString());
            case RESULT -> {
                // A person who looks on will not wait an hour until a critical result is overdue.
                values.put("MERIDIAN_FOLLOW_UP_LOCAL", "Y90001:critical:acknowledge:3s,Y90001:critical:step:3s");
                // Who tries subscriptions has the receiver on the same machine.
                values.put("MERIDIAN_SUBSCRIPTIONS_ALLOWED_HOSTS", "localhost");
                values.put("MERIDIAN_SUBSCRIPTIONS_LOCAL_ADDRESSES", "true");
            }
            case ORDER -> {
                // Nothing of its own.
            }
        }
    }
}
