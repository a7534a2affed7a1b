package org.meridiandx.dev.persona;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/// Gets access tokens for personas as a partner system would: client credentials with a signed JWT.
///
/// **Source:** NHS England application-restricted access with signed JWT; RFC 7523.
public final class TokenClient {

    private static final Duration ASSERTION_LIFE = Duration.ofMinutes(4);
    private static final RetryAfter RETRY = new RetryAfter(Duration.ofSeconds(60));
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http;
    private final URI tokenEndpoint;
    private final SampleRegion sample;
    private final Clock clock;

    /// @param http used for the calls
    /// @param gatewayUrl the region's base URL, without a slash at the end
    /// @param sample whose keys sign
    public TokenClient(HttpClient http, String gatewayUrl, SampleRegion sample) {
        this(http, gatewayUrl, sample, Clock.systemUTC());
    }

    TokenClient(HttpClient http, String gatewayUrl, SampleRegion sample, Clock clock) {
        this.http = http;
        this.tokenEndpoint = URI.create(gatewayUrl + "/oauth2/token");
        this.sample = sample;
        this.clock = clock;
    }

    /// Fetches a token with all scopes that the persona is registered for.
    ///
    /// @throws IOException when the region does not answer, or refuses; the message says what it said
    public String fetch(Persona persona) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(tokenEndpoint)
                .timeout(Duration.ofSeconds(10))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(requestBody(persona)))
                .build();
        var response = RETRY.send(() -> http.send(request, HttpResponse.BodyHandlers.ofString()));
        if (response.statusCode() != 200) {
            throw new IOException(
                    "No token for " + persona.clientId() + ": " + response.statusCode() + " " + response.body());
        }
        return JSON.readTree(response.body()).path("access_token").asText();
    }

    /// Makes the form that asks for a token; it is good for one request and a few minutes.
    public String requestBody(Persona persona) throws IOException {
        return form(Map.of(
                "grant_type",
                "client_credentials",
                "client_assertion_type",
                "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                "client_assertion",
                assertion(persona),
                "scope",
                persona.scopes()));
    }

    /// Makes the signed statement by which a persona proves who it is.
    String assertion(Persona persona) throws IOException {
        return signed(persona, tokenEndpoint.toString());
    }

    /// Makes a token that the persona signs itself, for one call of one address, as CDS Hooks wants it.
    ///
    /// @param address that is called
    public String signed(Persona persona, String address) throws IOException {
        var key = sample.key(persona);
        var claims = new LinkedHashMap<String, Object>();
        claims.put("iss", persona.clientId());
        claims.put("sub", persona.clientId());
        claims.put("aud", address);
        claims.put("jti", UUID.randomUUID().toString());
        claims.put("iat", clock.instant().getEpochSecond());
        claims.put("exp", clock.instant().plus(ASSERTION_LIFE).getEpochSecond());
        String content = encode(Map.of("alg", KeyFile.ALGORITHM, "typ", "JWT", "kid", key.id())) + "." + encode(claims);
        return content + "." + key.sign(content);
    }

    private static String encode(Map<String, Object> content) throws IOException {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(JSON.writeValueAsBytes(content));
    }

    private static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }
}
