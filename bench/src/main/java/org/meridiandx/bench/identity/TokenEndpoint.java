package org.meridiandx.bench.identity;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;
import org.jose4j.lang.JoseException;
import org.meridiandx.bench.load.HttpWire;
import org.meridiandx.bench.load.Scenario;
import org.meridiandx.bench.load.Worker;

/// One side of the comparison: a token endpoint that is asked for a token by a signed JWT.
///
/// The assertions are signed before each loop: that is the caller's work.
final class TokenEndpoint implements Scenario {

    private static final byte[] TOKEN = "\"access_token\":\"eyJ".getBytes(StandardCharsets.US_ASCII);
    private static final int EVERY = 500;

    private final Address address;
    private final Supplier<String> form;
    private final DoubleSupplier cpuSeconds;
    private final Queue<byte[]> requests = new ConcurrentLinkedQueue<>();
    private final Queue<byte[]> kept = new ConcurrentLinkedQueue<>();
    private final AtomicLong number = new AtomicLong();

    /// Where a side is, and what its tokens say.
    ///
    /// @param algorithm what its tokens are signed with
    record Address(String side, String algorithm, String issuer, URI endpoint, URI keys) {}

    /// @param form makes one form with a fresh assertion
    /// @param cpuSeconds CPU seconds of all its processes so far
    TokenEndpoint(Address address, Supplier<String> form, DoubleSupplier cpuSeconds) {
        this.address = address;
        this.form = form;
        this.cpuSeconds = cpuSeconds;
    }

    Address address() {
        return address;
    }

    String side() {
        return address.side();
    }

    String algorithm() {
        return address.algorithm();
    }

    @Override
    public String name() {
        return address.side() + " " + address.algorithm();
    }

    @Override
    public String what() {
        return "token by client credentials with an " + BenchClient.ALGORITHM + " assertion";
    }

    double cpuSeconds() {
        return cpuSeconds.getAsDouble();
    }

    @Override
    public void prepare(int pieces) {
        requests.clear();
        IntStream.range(0, pieces).parallel().forEach(i -> requests.add(request(form.get())));
    }

    private byte[] request(String content) {
        var endpoint = address.endpoint();
        return HttpWire.bytes("POST " + endpoint.getPath() + " HTTP/1.1\r\nHost: " + endpoint.getAuthority()
                + "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: " + content.length()
                + "\r\n\r\n" + content);
    }

    @Override
    public Worker open() throws IOException {
        var wire = new HttpWire(address.endpoint());
        return new Worker() {
            @Override
            public boolean work() throws IOException {
                var prepared = requests.poll();
                var answer = wire.answer(prepared == null ? request(form.get()) : prepared);
                if (number.getAndIncrement() % EVERY == 0) {
                    kept.add(answer.body());
                }
                return answer.status() == 200 && holdsToken(answer.body());
            }

            @Override
            public void close() throws IOException {
                wire.close();
            }
        };
    }

    private static boolean holdsToken(byte[] body) {
        for (int at = 0; at + TOKEN.length < body.length && at < TOKEN.length; at++) {
            if (java.util.Arrays.equals(body, at, at + TOKEN.length, TOKEN, 0, TOKEN.length)) {
                return true;
            }
        }
        return false;
    }

    /// Verifies every five-hundredth token that came since the last time: by the side's published keys, and signed with
    /// what is said here.
    ///
    /// @return how many there were
    /// @throws IOException when one is not good
    int verifyKept() throws IOException, InterruptedException {
        var consumer = new JwtConsumerBuilder()
                .setVerificationKeyResolver(new JwksVerificationKeyResolver(publishedKeys()))
                .setExpectedIssuer(address.issuer())
                .setRequireExpirationTime()
                .setRequireJwtId()
                .setSkipDefaultAudienceValidation()
                .build();
        int count = 0;
        for (var body = kept.poll(); body != null; body = kept.poll()) {
            try {
                var token = consumer.process(tokenOf(body));
                String header = token.getJoseObjects().getFirst().getAlgorithmHeaderValue();
                if (!header.equals(address.algorithm())) {
                    throw new IOException(name() + " signed with " + header);
                }
            } catch (InvalidJwtException e) {
                throw new IOException(name() + " issued a token that cannot be verified: " + e.getMessage(), e);
            }
            count++;
        }
        return count;
    }

    /// The keys that the side publishes now.
    List<JsonWebKey> publishedKeys() throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(address.keys()).build();
            String answer =
                    client.send(request, HttpResponse.BodyHandlers.ofString()).body();
            return new JsonWebKeySet(answer).getJsonWebKeys();
        } catch (JoseException e) {
            throw new IOException(name() + " publishes keys that cannot be read", e);
        }
    }

    /// Gets some tokens.
    List<String> tokens(int count) throws IOException {
        var tokens = new ArrayList<String>();
        try (var wire = new HttpWire(address.endpoint())) {
            while (tokens.size() < count) {
                tokens.add(tokenOf(wire.answer(request(form.get())).body()));
            }
        }
        return tokens;
    }

    private static String tokenOf(byte[] body) throws IOException {
        return new ObjectMapper().readTree(body).path("access_token").asText();
    }

    /// One answer, for the message when nothing works.
    String tryOnce() throws IOException {
        try (var wire = new HttpWire(address.endpoint())) {
            var answer = wire.answer(request(form.get()));
            return answer.status() == 200 ? "" : answer.status() + " " + answer.text();
        }
    }
}
