package org.meridiandx.identity.capability;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.core.http.HttpClient;
import io.vertx.mutiny.core.http.HttpClientResponse;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/// Asks another service what it serves; remembers the last answer for when it is away.
@ApplicationScoped
class CapabilitySource {
    private static final Logger LOG = Logger.getLogger(CapabilitySource.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_BYTES = 1_048_576;
    private final HttpClient client;
    private final CapabilityConfig config;
    private final Map<String, JsonNode> lastKnown = new ConcurrentHashMap<>();

    CapabilitySource(Vertx vertx, CapabilityConfig config) {
        this.client = vertx.createHttpClient();
        this.config = config;
    }

    /// What a service said of itself.
    ///
    /// @param resources array of `rest.resource`; empty where it was never reached
    record Part(String address, Optional<JsonNode> resources, boolean isFresh) {}

    /// @return never fails: a service that does not answer in time gives its last answer, or none
    Uni<Part> ask(String address) {
        var options =
                new RequestOptions().setAbsoluteURI(address + "/capability").setMethod(HttpMethod.GET);
        return client.request(options)
                .chain(request -> request.send())
                .chain(CapabilitySource::bodyOf)
                .map(CapabilitySource::parse)
                .ifNoItem()
                .after(config.timeLimit())
                .fail()
                .invoke(resources -> lastKnown.put(address, resources))
                .map(resources -> new Part(address, Optional.of(resources), true))
                .onFailure()
                .invoke(away -> LOG.infof(
                        "no capability from %s: %s", address, away.getClass().getSimpleName()))
                .onFailure()
                .recoverWithItem(() -> new Part(address, Optional.ofNullable(lastKnown.get(address)), false));
    }

    private static Uni<String> bodyOf(HttpClientResponse response) {
        if (response.statusCode() != 200) {
            return Uni.createFrom().failure(new IOException("status " + response.statusCode()));
        }
        return response.body().map(body -> body.length() > MAX_BYTES ? "" : body.toString());
    }

    private static JsonNode parse(String body) {
        try {
            var resources = JSON.readTree(body);
            if (resources.isArray()) {
                return resources;
            }
        } catch (JsonProcessingException malformed) {
            throw new IllegalStateException("a capability answer is not JSON", malformed);
        }
        throw new IllegalStateException("a capability answer is not an array");
    }
}
