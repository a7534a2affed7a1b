package org.meridiandx.dev.partner;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.EnumMap;
import java.util.Map;
import java.util.UUID;
import org.meridiandx.dev.persona.Persona;
import org.meridiandx.dev.persona.RetryAfter;
import org.meridiandx.dev.persona.SampleRegion;
import org.meridiandx.dev.persona.TokenClient;
import org.meridiandx.dev.region.RegionException;
import org.meridiandx.dev.region.RegionState;
import org.meridiandx.dev.region.Service;
import org.meridiandx.hl7v2.mllp.MllpClient;

/// Partner systems of a local region: HTTP through the gateway as a persona, HL7 v2 over MLLP. Safe
/// for several threads.
public final class PartnerClient {

    private static final Duration TIMEOUT = Duration.ofSeconds(120);
    private static final Duration MLLP_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration TOKEN_MARGIN = Duration.ofSeconds(30);
    private static final RetryAfter RETRY = new RetryAfter(Duration.ofSeconds(60));
    private static final Duration RECONNECT_FOR = Duration.ofSeconds(60);
    private static final Duration RECONNECT_PAUSE = Duration.ofMillis(500);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RegionState region;
    private final Path home;
    private final HttpClient http;
    private final TokenClient tokenClient;
    private final Map<Persona, Token> tokens = new EnumMap<>(Persona.class);

    private record Token(String value, Instant expires) {
        @Override
        public String toString() {
            return "Token[redacted]";
        }
    }

    private PartnerClient(RegionState region, Path home, HttpClient http, TokenClient tokenClient) {
        this.region = region;
        this.home = home;
        this.http = http;
        this.tokenClient = tokenClient;
    }

    /// Partners of a region that is up.
    ///
    /// @param region where it is
    /// @param home where its `region.json` is
    public static PartnerClient of(RegionState region, Path home) {
        var http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(10))
                .build();
        var sample = SampleRegion.keptIn(Path.of(region.dataDirectory()));
        return new PartnerClient(region, home, http, new TokenClient(http, region.gatewayUrl(), sample));
    }

    /// The region that this talks to.
    public RegionState region() {
        return region;
    }

    /// Where the region's `region.json` is, which tells process ids after a restart.
    public Path home() {
        return home;
    }

    /// A token of this persona, fetched again shortly before it expires.
    public String token(Persona persona) throws IOException, InterruptedException {
        synchronized (tokens) {
            var known = tokens.get(persona);
            if (known != null && known.expires().isAfter(Instant.now().plus(TOKEN_MARGIN))) {
                return known.value();
            }
            String fresh = tokenClient.fetch(persona);
            tokens.put(persona, new Token(fresh, expiry(fresh)));
            return fresh;
        }
    }

    /// Sends a request with the persona's token and a new request id.
    public Answer send(Persona persona, Call call) throws IOException, InterruptedException {
        return send(
                call.headers().containsKey("Authorization")
                        ? call
                        : call.with("Authorization", "Bearer " + token(persona)));
    }

    /// Sends a request as it is, with a new request id where it has none. While the answer is 503 with `Retry-After`,
    /// as it is when a service is started again, this waits as told and sends the same request again, for a minute.
    public Answer send(Call call) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(region.gatewayUrl() + call.path()))
                .timeout(TIMEOUT)
                .method(call.method(), call.body());
        call.headers().forEach(request::setHeader);
        if (!call.headers().containsKey("X-Request-ID")) {
            request.setHeader("X-Request-ID", UUID.randomUUID().toString());
        }
        long begin = System.nanoTime();
        var complete = request.build();
        var response = RETRY.send(() -> http.send(complete, HttpResponse.BodyHandlers.ofByteArray()));
        return new Answer(
                response.statusCode(),
                response.headers(),
                response.body(),
                Duration.ofNanos(System.nanoTime() - begin));
    }

    /// Opens an MLLP connection to a service that takes HL7 v2.
    public MllpClient mllp(Service service) throws IOException {
        return MllpClient.connect("127.0.0.1", mllpPort(service), MLLP_TIMEOUT);
    }

    /// Opens an MLLP connection, and while nobody listens tries again for a minute, as HL7 v2 senders do.
    public MllpClient mllpWhenUp(Service service) throws IOException, InterruptedException {
        long end = System.nanoTime() + RECONNECT_FOR.toNanos();
        while (true) {
            try {
                return mllp(service);
            } catch (ConnectException e) {
                if (System.nanoTime() > end) {
                    throw e;
                }
                Thread.sleep(RECONNECT_PAUSE);
            }
        }
    }

    /// The port on which a service takes HL7 v2.
    ///
    /// @throws RegionException when it takes none
    public int mllpPort(Service service) {
        Integer port = region.mllpPorts().get(service.title());
        if (port == null) {
            throw new RegionException(service.title() + " takes no HL7 v2 in this region.");
        }
        return port;
    }

    private static Instant expiry(String token) throws IOException {
        var parts = token.split("\\.");
        if (parts.length != 3) {
            return Instant.now();
        }
        return Instant.ofEpochSecond(JSON.readTree(Base64.getUrlDecoder().decode(parts[1]))
                .path("exp")
                .asLong());
    }
}
