package org.meridiandx.identity.clients;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.meridiandx.access.Scopes;
import org.meridiandx.identity.keysets.KeySet;
import org.meridiandx.identity.oauth.rules.ScopeRule;

/// What a registration may say, whoever makes it. Each fault is an `IllegalArgumentException`
/// that names the member.
public final class ClientRules {
    /// The roles that a client can have: the one list. Whatever the policy or any code asks for is here.
    public static final Set<String> ROLES = Set.of(
            "clinician",
            "radiologist",
            "laboratory",
            "archive",
            "patient-administration",
            "patient",
            "auditor",
            "developer",
            "operator",
            "loader");

    /// What a client can be registered for: the one list. Whatever a policy, a Consent or any code asks for is
    /// here.
    public static final Set<String> PURPOSES = Set.of(
            "direct-care",
            "break-glass",
            "emergency",
            "patient-request",
            "administration",
            "operations",
            "payment",
            "secondary-use",
            "research",
            "public-health");

    /// Of a client for which nobody said otherwise.
    public static final Set<String> DEFAULT_PURPOSES = Set.of("direct-care");

    /// Requests per second of a client for which nobody said otherwise.
    public static final int DEFAULT_QUOTA = 50;

    private static final int HIGHEST_QUOTA = 10_000;
    private static final int MAX_SCOPES = 100;
    private static final int LONGEST_ADDRESS = 500;
    private static final int MAX_REDIRECTS = 10;
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9:/?&=._~%\\[\\]-]+");
    private static final Pattern DOTS = Pattern.compile("(^|/|%2[fF])(\\.|%2[eE]){1,2}(/|%2[fF]|$)");
    private static final Pattern OWN_SCHEME = Pattern.compile("[a-z][a-z0-9-]*(\\.[a-z0-9-]+)+");
    private static final Pattern DIGEST = Pattern.compile("[A-Za-z0-9_-]{43}");

    private ClientRules() {}

    /// @param scopes each of a form that can be granted
    public static Scopes scopes(@Nullable List<String> scopes) {
        if (scopes == null || scopes.isEmpty() || scopes.size() > MAX_SCOPES) {
            throw new IllegalArgumentException("scopes is missing or empty, or has more than " + MAX_SCOPES + ".");
        }
        for (var scope : scopes) {
            ScopeRule.faultOf(scope).ifPresent(fault -> {
                throw new IllegalArgumentException(fault);
            });
        }
        return new Scopes(scopes);
    }

    /// Keys are registered either themselves or by their address.
    public static ClientKeys keys(@Nullable JsonNode jwks, @Nullable String address) {
        if (address == null) {
            if (jwks == null || jwks.isNull()) {
                throw new IllegalArgumentException("jwks is missing.");
            }
            return new ClientKeys.Inline(KeySet.parse(jwks.toString()));
        }
        if (jwks != null && !jwks.isNull()) {
            throw new IllegalArgumentException("jwks_uri: register either jwks or jwks_uri.");
        }
        try {
            if (address.length() <= LONGEST_ADDRESS) {
                return new ClientKeys.Published(URI.create(address));
            }
        } catch (IllegalArgumentException malformed) {
            throw new IllegalArgumentException("jwks_uri: it is no URL.", malformed);
        }
        throw new IllegalArgumentException("jwks_uri: longer than " + LONGEST_ADDRESS + " characters.");
    }

    /// Redirect URIs: https; http on this machine only; or a scheme of an app's own that has a
    /// dot. Compared character by character later, so nothing in them may be read in two ways.
    /// **Source:** RFC 9700 2.1, RFC 8252 7.
    public static List<String> redirects(@Nullable List<String> addresses) {
        var given = addresses == null ? List.<String>of() : addresses;
        if (given.size() > MAX_REDIRECTS || !given.stream().allMatch(ClientRules::isRedirect)) {
            throw new IllegalArgumentException("redirect_uris: at most " + MAX_REDIRECTS
                    + ", each https://, http://localhost or com.example.app:/path, plain, without fragment, user or"
                    + " dots in the path.");
        }
        return given;
    }

    private static boolean isRedirect(@Nullable String address) {
        if (address == null
                || address.length() > LONGEST_ADDRESS
                || !PLAIN.matcher(address).matches()) {
            return false;
        }
        try {
            var uri = URI.create(address);
            var path = uri.getRawPath() == null ? "" : uri.getRawPath();
            if (uri.getRawFragment() != null
                    || uri.getRawUserInfo() != null
                    || DOTS.matcher(path).find()) {
                return false;
            }
            return switch (uri.getScheme() == null ? "" : uri.getScheme()) {
                case "https" -> uri.getHost() != null;
                case "http" -> LOOPBACK.contains(String.valueOf(uri.getHost()));
                default -> OWN_SCHEME.matcher(String.valueOf(uri.getScheme())).matches() && path.startsWith("/");
            };
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }

    /// @param kind `none`, `dpop` or `mtls`; null for none
    /// @param digest base64url SHA-256 of the certificate, for mtls
    public static SenderConstraint constraint(@Nullable String kind, @Nullable String digest) {
        return switch (kind == null ? "none" : kind) {
            case "none" -> new SenderConstraint.None();
            case "dpop" -> new SenderConstraint.Dpop();
            case "mtls" -> {
                if (digest == null || !DIGEST.matcher(digest).matches()) {
                    throw new IllegalArgumentException(
                            "certificate digest: mtls needs the base64url SHA-256 of the client certificate.");
                }
                yield new SenderConstraint.Certificate(digest);
            }
            default -> throw new IllegalArgumentException("sender constraint must be none, dpop or mtls.");
        };
    }

    /// Holds a setting of a provider of staff to the roles of people: a sign-in makes nobody a patient, whose record
    /// is looked up, nor a program that may do everything.
    ///
    /// @throws IllegalArgumentException naming the setting and the wrong word
    public static void requireRoleOfStaff(String setting, String role) {
        if (!ROLES.contains(role) || role.equals("patient") || role.equals("loader")) {
            throw new IllegalArgumentException(setting + ": " + role + " is no role of staff; they are "
                    + ROLES.stream()
                            .filter(known -> !known.equals("patient") && !known.equals("loader"))
                            .sorted()
                            .toList()
                    + ".");
        }
    }

    public static int quota(@Nullable Integer requestsPerSecond) {
        var quota = requestsPerSecond == null ? DEFAULT_QUOTA : requestsPerSecond;
        if (quota < 1 || quota > HIGHEST_QUOTA) {
            throw new IllegalArgumentException("requests per second must be 1 to " + HIGHEST_QUOTA + ".");
        }
        return quota;
    }

    /// @param purposes null for direct care only
    public static Set<String> purposes(@Nullable List<String> purposes) {
        if (purposes == null) {
            return DEFAULT_PURPOSES;
        }
        if (purposes.isEmpty() || !PURPOSES.containsAll(purposes)) {
            throw new IllegalArgumentException(
                    "purposes must be among " + PURPOSES.stream().sorted().toList() + ".");
        }
        return Set.copyOf(purposes);
    }

    /// @param grants null for client credentials only
    public static Set<String> grants(@Nullable List<String> grants) {
        if (grants == null || grants.isEmpty()) {
            return Set.of(Client.CLIENT_CREDENTIALS);
        }
        if (!Client.GRANTS.containsAll(grants)) {
            throw new IllegalArgumentException("grant types must be among "
                    + Client.GRANTS.stream().sorted().toList() + ".");
        }
        return Set.copyOf(grants);
    }
}
