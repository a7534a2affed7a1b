package org.meridiandx.bench.identity;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.meridiandx.bench.stand.Identity;
import org.meridiandx.bench.stand.Keycloak;
import org.meridiandx.bench.stand.Server;
import org.meridiandx.bench.stand.Stand;
import org.meridiandx.dev.persona.IssuerKey;

/// Token issue: Meridian with each kind of key, and Keycloak with the same algorithms.
///
/// Both are asked directly, without a gateway; both remember the assertion's `jti`: Meridian durably in PostgreSQL,
/// Keycloak in memory.
final class TokenPart implements Part {

    private static final String MERIDIAN = "Meridian";
    private static final String KEYCLOAK = "Keycloak " + Keycloak.VERSION;

    @Override
    public String name() {
        return "tokens";
    }

    /// The name of the instance that signs with a kind of key, which is its database and region too.
    static String instance(IssuerKey key) {
        return "bench_" + key.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public Section measure(Setting setting) throws IOException, InterruptedException, SQLException {
        var client = new BenchClient();
        var started = new ArrayList<Server>();
        try {
            var sides = new ArrayList<TokenEndpoint>();
            for (var key : setting.issuerKeys()) {
                setting.news().accept("starting identity-service with a key for " + key.algorithm());
                var server = meridian(setting.stand(), client, key, true);
                started.add(server);
                sides.add(meridianSide(setting.stand(), client, key, server));
            }
            setting.news().accept("starting " + KEYCLOAK);
            var algorithms =
                    setting.issuerKeys().stream().map(IssuerKey::algorithm).toList();
            var keycloak =
                    Keycloak.start(setting.stand(), client.realm(setting.stand().home(), algorithms));
            started.add(keycloak);
            algorithms.forEach(algorithm -> sides.add(keycloakSide(setting.stand(), client, algorithm, keycloak)));
            var runs = new TokenComparison(setting.stand().cores(), setting.pace(), setting.news()).run(sides);
            return section(runs, setting);
        } finally {
            started.forEach(Server::close);
        }
    }

    static Path keyFile(Stand stand, IssuerKey key) {
        return stand.home().resolve("issuer-" + key.algorithm() + ".pem");
    }

    static Server meridian(Stand stand, BenchClient client, IssuerKey key, boolean fresh)
            throws IOException, InterruptedException, SQLException {
        return Identity.start(
                        stand,
                        new Identity.Settings(
                                instance(key),
                                key.keptIn(keyFile(stand, key)),
                                client.bootstrap(stand.home()),
                                fresh,
                                List.of()))
                .server();
    }

    static TokenEndpoint meridianSide(Stand stand, BenchClient client, IssuerKey key, Server server) {
        String issuer = server.base().toString();
        var address = new TokenEndpoint.Address(
                MERIDIAN,
                key.algorithm(),
                issuer,
                URI.create(issuer + "/oauth2/token"),
                URI.create(issuer + "/oauth2/jwks"));
        return new TokenEndpoint(
                address,
                () -> client.formForMeridian(issuer + "/oauth2/token"),
                () -> server.cpuSeconds() + stand.cpuSeconds());
    }

    private static TokenEndpoint keycloakSide(Stand stand, BenchClient client, String algorithm, Server server) {
        String issuer = server.base() + "/realms/bench";
        String protocol = issuer + "/protocol/openid-connect";
        var address = new TokenEndpoint.Address(
                KEYCLOAK, algorithm, issuer, URI.create(protocol + "/token"), URI.create(protocol + "/certs"));
        return new TokenEndpoint(
                address,
                () -> client.formForKeycloak(issuer, algorithm),
                () -> server.cpuSeconds() + stand.database().cpuSeconds());
    }

    private static Section section(List<TokenComparison.Run> runs, Setting setting) {
        var lines = new ArrayList<String>();
        lines.add("Token issue: client credentials, assertion " + BenchClient.ALGORITHM + ", "
                + setting.pace().connections() + " connections, medians of "
                + setting.pace().runs() + " runs in turns");
        var byAlgorithm = runs.stream()
                .collect(Collectors.groupingBy(
                        TokenComparison.Run::algorithm,
                        LinkedHashMap::new,
                        Collectors.groupingBy(TokenComparison.Run::side, LinkedHashMap::new, Collectors.toList())));
        byAlgorithm.forEach((algorithm, sides) -> sides.forEach((side, all) -> lines.add(line(side, algorithm, all))));
        var ratios = ratios(byAlgorithm);
        ratios.forEach((what, ratio) -> lines.add("  %-58s %.2f".formatted(what, ratio)));
        long errors = runs.stream()
                .mapToLong(run -> run.closed().errors() + run.open().errors())
                .sum();
        lines.add("  wrong answers: " + errors + "; tokens verified by the published keys: "
                + runs.stream().mapToInt(TokenComparison.Run::tokensVerified).sum());
        return new Section(
                "tokens",
                lines,
                Map.of("assertion", BenchClient.ALGORITHM, "runs", runs, "ratios", ratios),
                errors == 0);
    }

    private static String line(String side, String algorithm, List<TokenComparison.Run> all) {
        return String.format(
                Locale.ROOT,
                "  %-16s %-6s %7.0f/s closed loop  p99 %5.1f ms at %.0f/s open loop  %.3f CPU s per 1,000",
                side,
                algorithm,
                median(all, run -> run.closed().perSecond()),
                median(all, run -> run.open().millis(99)),
                median(all, run -> run.open().offeredPerSecond()),
                median(all, TokenComparison.Run::cpuSecondsPerThousand));
    }

    /// Rate and CPU time of Meridian against Keycloak: with the same algorithm, and with Keycloak's usual one.
    private static Map<String, Double> ratios(Map<String, LinkedHashMap<String, List<TokenComparison.Run>>> all) {
        var ratios = new LinkedHashMap<String, Double>();
        all.forEach((algorithm, sides) -> {
            var ours = sides.getOrDefault(MERIDIAN, List.of());
            all.forEach((other, otherSides) -> {
                var theirs = otherSides.getOrDefault(KEYCLOAK, List.of());
                boolean isUsual = other.equals(IssuerKey.RSA.algorithm());
                if (!ours.isEmpty() && !theirs.isEmpty() && (other.equals(algorithm) || isUsual)) {
                    String pair = "Meridian " + algorithm + " : Keycloak " + other;
                    ratios.put("rate, " + pair, rate(ours) / rate(theirs));
                    ratios.put("work per CPU second, " + pair, cpu(theirs) / cpu(ours));
                }
            });
        });
        return ratios;
    }

    private static double rate(List<TokenComparison.Run> runs) {
        return median(runs, run -> run.closed().perSecond());
    }

    private static double cpu(List<TokenComparison.Run> runs) {
        return median(runs, TokenComparison.Run::cpuSecondsPerThousand);
    }

    private static double median(List<TokenComparison.Run> runs, ToDoubleFunction<TokenComparison.Run> value) {
        var sorted = runs.stream().mapToDouble(value).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
