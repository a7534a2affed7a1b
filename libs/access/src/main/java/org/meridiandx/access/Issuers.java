package org.meridiandx.access;

import io.vertx.mutiny.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// Whose tokens are taken: this region's, and those of the regions that the settings name. Each has
/// keys of its own, and the key of one never vouches for another.
@ApplicationScoped
class Issuers implements ProductionCheck {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,19}");
    private final Map<String, Issuer> byUrl = new HashMap<>();
    private final TrustedRegions trusted;
    private final Issuer own;
    private final String ownRegion;

    Issuers(
            Vertx vertx,
            TrustedRegions trusted,
            @ConfigProperty(name = "meridian.issuer") String issuer,
            @ConfigProperty(name = "meridian.jwks-url") String jwksUrl,
            @ConfigProperty(name = "meridian.region") String region) {
        this.trusted = trusted;
        this.ownRegion = region;
        this.own = new Issuer(issuer, Optional.empty(), new SigningKeys(vertx, jwksUrl));
        byUrl.put(issuer, own);
        // A second one of the same URL is left out here and named among the findings.
        trusted.byName()
                .forEach((key, other) -> byUrl.putIfAbsent(
                        other.issuer(),
                        new Issuer(
                                other.issuer(),
                                Optional.of(other.name().orElse(key)),
                                new SigningKeys(vertx, other.jwksUrl()))));
    }

    /// One issuer.
    ///
    /// @param url exact `iss`
    /// @param region the name of the other region; empty for this one
    record Issuer(String url, Optional<String> region, SigningKeys keys) {}

    /// This region's.
    Issuer own() {
        return own;
    }

    /// @return empty when tokens of that issuer are not taken
    Optional<Issuer> find(String url) {
        return Optional.ofNullable(byUrl.get(url));
    }

    @Override
    public List<String> findings() {
        var findings = new ArrayList<String>();
        var urls = new ArrayList<>(List.of(own.url()));
        trusted.byName().forEach((key, other) -> {
            var setting = "meridian.trusted-regions." + key;
            var name = other.name().orElse(key);
            if (!NAME.matcher(name).matches() || name.equals(ownRegion)) {
                findings.add(setting + " must be the short name of another region.");
            }
            if (urls.contains(other.issuer())) {
                findings.add(setting + ".issuer is that of another region: each has its own.");
            }
            if (own.url().startsWith("https://")
                    && !(other.issuer().startsWith("https://")
                            && other.jwksUrl().startsWith("https://"))) {
                findings.add(setting + ".issuer and .jwks-url must begin with https://.");
            }
            urls.add(other.issuer());
        });
        return findings;
    }
}
