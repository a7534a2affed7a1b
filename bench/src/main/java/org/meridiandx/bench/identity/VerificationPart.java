package org.meridiandx.bench.identity;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.meridiandx.access.SeenTokens;

/// What it costs a service to verify a token: the services' own verifier in this JVM, for tokens
/// that it has seen and for tokens that it has not, beside a verifier that looks at the signature
/// each time (jose4j, which smallrye-jwt uses).
final class VerificationPart implements Part {

    private static final int TOKENS = 500;
    private static final int ROUND = 100_000;
    private static final int ROUNDS = 31;
    private static final int WARM_UP_ROUNDS = 10;
    private static final int SIGNATURE_ROUNDS = 11;

    @Override
    public String name() {
        return "verification";
    }

    /// Microseconds for one token, medians of rounds.
    ///
    /// @param seen of a token that was verified before; its text is a new string each time, as it is on the wire
    /// @param firstTime with the signature
    /// @param plain with the signature, each time, by jose4j
    record Costs(double seen, double firstTime, double plain) {}

    @Override
    public Section measure(Setting setting) throws IOException, InterruptedException, SQLException {
        var lines = new ArrayList<String>();
        lines.add("Verification of a token, µs on one core");
        var figures = new LinkedHashMap<String, Costs>();
        var client = new BenchClient();
        for (var key : setting.issuerKeys()) {
            setting.news().accept("verification: tokens signed with " + key.algorithm());
            try (var server = TokenPart.meridian(setting.stand(), client, key, false)) {
                var endpoint = TokenPart.meridianSide(setting.stand(), client, key, server);
                var costs = costs(endpoint, endpoint.tokens(TOKENS), endpoint.tokens(TOKENS));
                figures.put(key.algorithm(), costs);
                lines.add(String.format(
                        Locale.ROOT,
                        "  %-6s seen before %.2f  first time %.1f  signature each time (jose4j) %.1f  ratio %.0f",
                        key.algorithm(),
                        costs.seen(),
                        costs.firstTime(),
                        costs.plain(),
                        costs.plain() / costs.seen()));
            }
        }
        return new Section(name(), lines, figures, true);
    }

    private static Costs costs(TokenEndpoint endpoint, List<String> tokens, List<String> fresh)
            throws IOException, InterruptedException {
        try (var verifier = new SeenTokens(
                endpoint.address().issuer(), endpoint.address().keys().toString())) {
            tokens.forEach(verifier::verify);
            double seen = microsEach(
                    tokens,
                    WARM_UP_ROUNDS,
                    ROUND,
                    token -> verifier.verifyAgain(token).isPresent());
            var plain = plain(endpoint);
            double each = microsEach(tokens, 2, TOKENS, token -> isGood(plain, token));
            double first = microsEach(
                    fresh,
                    0,
                    fresh.size() / SIGNATURE_ROUNDS,
                    token -> verifier.verify(token).clientId().equals("bench"));
            return new Costs(seen, first, each);
        }
    }

    /// Median of rounds; after a round the next tokens are taken, so that `fresh` ones stay so.
    private static double microsEach(List<String> tokens, int warmUp, int round, Predicate<String> work)
            throws IOException {
        var bytes = tokens.stream()
                .map(token -> token.getBytes(StandardCharsets.ISO_8859_1))
                .toList();
        int rounds = warmUp == 0 ? SIGNATURE_ROUNDS : ROUNDS;
        var micros = new double[rounds];
        int next = 0;
        for (int i = -warmUp; i < rounds; i++) {
            long begin = System.nanoTime();
            for (int j = 0; j < round; j++) {
                if (!work.test(new String(bytes.get(next), StandardCharsets.ISO_8859_1))) {
                    throw new IOException("A good token was not verified");
                }
                next = next + 1 == bytes.size() ? 0 : next + 1;
            }
            micros[Math.max(0, i)] = (System.nanoTime() - begin) / 1000.0 / round;
        }
        Arrays.sort(micros);
        return micros[rounds / 2];
    }

    private static boolean isGood(JwtConsumer plain, String token) {
        try {
            return !plain.processToClaims(token).getClaimsMap().isEmpty();
        } catch (InvalidJwtException e) {
            return false;
        }
    }

    /// Checks what a service checks, with one key that is known already.
    private static JwtConsumer plain(TokenEndpoint endpoint) throws IOException, InterruptedException {
        var keys = endpoint.publishedKeys();
        JsonWebKey key = keys.getFirst();
        return new JwtConsumerBuilder()
                .setVerificationKey(key.getKey())
                .setExpectedIssuer(endpoint.address().issuer())
                .setExpectedAudience(endpoint.address().issuer())
                .setRequireExpirationTime()
                .setRequireSubject()
                .build();
    }
}
