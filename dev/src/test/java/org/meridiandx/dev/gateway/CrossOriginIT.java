package org.meridiandx.dev.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meridiandx.dev.gateway.routes.CrossOrigin;
import org.meridiandx.dev.gateway.routes.Route;
import org.meridiandx.dev.gateway.routes.RouteTable;

/// Scripts of other origins, as browsers let them call.
class CrossOriginIT {
    private static final String APP = "https://app.example";
    private static final String PREFLIGHT =
            "Access-Control-Request-Method: GET\nAccess-Control-Request-Headers: authorization\n";

    private final Vertx vertx = Vertx.vertx();
    private final List<HttpServerRequest> received = new CopyOnWriteArrayList<>();
    private int upstream;
    private Gateway gateway;

    @BeforeEach
    void start() {
        var service = vertx.createHttpServer().requestHandler(request -> {
            received.add(request);
            request.response().putHeader("ETag", "W/\"1\"").end("{}");
        });
        service.listen(0).toCompletionStage().toCompletableFuture().join();
        upstream = service.actualPort();
        gateway = gateway(Set.of(APP));
    }

    @AfterEach
    void stop() {
        gateway.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void shouldAnswerABrowsersQuestionWithoutTokenAndWithoutTheService() throws IOException {
        // When
        String answer = ask(gateway, "OPTIONS /fhir/R4/Task/1", APP, PREFLIGHT);

        // Then
        assertThat(answer)
                .startsWith("HTTP/1.1 204")
                .containsIgnoringCase("access-control-allow-origin: https://app.example")
                .containsIgnoringCase("access-control-allow-methods: GET, HEAD, POST")
                .containsIgnoringCase("access-control-allow-headers: Authorization, DPoP")
                .containsIgnoringCase("access-control-max-age: 60")
                .containsIgnoringCase("vary: Origin")
                .doesNotContainIgnoringCase("allow-credentials");
        assertThat(received).isEmpty();
    }

    @Test
    void shouldLetAScriptReadAnswersAndRefusals() throws IOException {
        // When
        String answer = ask(gateway, "GET /fhir/R4/Task/1", APP, "Authorization: Bearer x\n");
        String refusal = ask(gateway, "GET /fhir/R4/Task/1", APP, "");
        String unknown = ask(gateway, "GET /nowhere", APP, "");

        // Then
        assertThat(answer).startsWith("HTTP/1.1 200").containsIgnoringCase("access-control-expose-headers: ETag");
        assertThat(refusal).startsWith("HTTP/1.1 401");
        assertThat(unknown).startsWith("HTTP/1.1 404");
        assertThat(List.of(answer, refusal, unknown))
                .allSatisfy(each -> assertThat(each)
                        .containsIgnoringCase("access-control-allow-origin: https://app.example")
                        .doesNotContainIgnoringCase("allow-credentials"));
    }

    @Test
    void shouldNotLetAnotherOriginReadAnything() throws IOException {
        // When
        String preflight = ask(gateway, "OPTIONS /fhir/R4/Task/1", "https://evil.example", PREFLIGHT);
        String answer =
                ask(gateway, "GET /fhir/R4/Task/1", "https://app.example.evil.example", "Authorization: Bearer x\n");
        String opaque = ask(gateway, "GET /fhir/R4/Task/1", "null", "Authorization: Bearer x\n");

        // Then
        assertThat(List.of(preflight, answer, opaque))
                .allSatisfy(each -> assertThat(each)
                        .doesNotContainIgnoringCase("access-control-")
                        .containsIgnoringCase("vary: Origin"));
    }

    @Test
    void shouldTellAllOriginsTheSameWhereAnyIsLetIn() throws IOException {
        // Given
        try (var open = gateway(Set.of("*"))) {
            // When
            String answer = ask(open, "GET /fhir/R4/Task/1", "https://any.example", "Authorization: Bearer x\n");

            // Then
            assertThat(answer)
                    .containsIgnoringCase("access-control-allow-origin: *")
                    .doesNotContainIgnoringCase("vary: Origin");
        }
    }

    private Gateway gateway(Set<String> origins) {
        var routes = List.of(new Route("task", "/fhir/R4/Task", false, "live", false, 1_000, Duration.ofSeconds(5)));
        var rule = new CrossOrigin(origins, List.of("Authorization", "DPoP"), List.of("ETag"), 60);
        return Gateway.start(new RouteTable(routes, rule), Map.of("live", upstream), 0);
    }

    private static String ask(Gateway gateway, String line, String origin, String headers) throws IOException {
        return RawCaller.ask(
                gateway.port(),
                line + " HTTP/1.1\nHost: h\nConnection: close\nOrigin: " + origin + "\n" + headers + "\n");
    }
}
