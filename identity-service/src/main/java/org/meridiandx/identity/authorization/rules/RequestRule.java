package org.meridiandx.identity.authorization.rules;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import org.meridiandx.identity.clients.Client;
import org.meridiandx.identity.oauth.rules.ScopeRule;

/// Whether a request may be put to a person. Until the redirect URI is known to be the client's,
/// nothing goes there: the person sees the fault.
public final class RequestRule {
    private static final Pattern CHALLENGE = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final Set<String> PROMPTS = Set.of("none", "login", "consent", "select_account");
    private static final Set<String> KNOWN = Set.of(
            "client_id",
            "redirect_uri",
            "response_type",
            "response_mode",
            "scope",
            "state",
            "nonce",
            "aud",
            "code_challenge",
            "code_challenge_method",
            "prompt",
            "max_age",
            "launch",
            "request");
    private static final int LONGEST = 1_000;
    private static final int LONGEST_IN_ALL = 8_000;
    private static final int LONGEST_AGE = 86_400;

    private RequestRule() {}

    /// What comes of a request.
    public sealed interface Outcome {
        record Accepted(AuthorizationRequest request) implements Outcome {}

        /// @param reason fit for a page
        record ShownToPerson(String reason) implements Outcome {}

        /// @param redirectUri is registered
        record SentToApp(String redirectUri, String state, String error, String description) implements Outcome {}
    }

    /// Of what an app sent, the parameters that mean something here: the others are passed over, and
    /// not kept. **Source:** RFC 6749 3.1.
    public static Map<String, String> known(Map<String, String> sent) {
        var known = new HashMap<>(sent);
        known.keySet().retainAll(KNOWN);
        return known;
    }

    /// @param sent each parameter stands once
    /// @param fhirBase what `aud` must be
    public static Outcome check(Map<String, String> sent, Client client, String fhirBase) {
        var redirect = sent.getOrDefault("redirect_uri", "");
        if (!client.redirects().signIn().contains(redirect)) {
            return new Outcome.ShownToPerson(
                    "redirect_uri: the app asked to be answered at an address that it has not registered.");
        }
        var state = sent.getOrDefault("state", "");
        var fault = faultOf(sent, client);
        if (!fault.isEmpty()) {
            return new Outcome.SentToApp(redirect, shortened(state), fault.getFirst(), fault.getLast());
        }
        return switch (ScopeRule.narrow(sent.getOrDefault("scope", ""), ofPeople(client))) {
            case ScopeRule.Outcome.Refused(var reason) ->
                new Outcome.SentToApp(redirect, state, "invalid_scope", reason);
            case ScopeRule.Outcome.Granted(var scopes) -> withScopes(sent, client, scopes, fhirBase);
        };
    }

    private static List<String> ofPeople(Client client) {
        return client.scopes().granted().stream()
                .filter(scope -> !scope.startsWith("system/"))
                .toList();
    }

    /// @return error and description, or nothing
    private static List<String> faultOf(Map<String, String> sent, Client client) {
        if (!client.grants().contains(Client.AUTHORIZATION_CODE)) {
            return List.of("unauthorized_client", "response_type: the app is not registered for authorization_code.");
        }
        if (sent.values().stream().mapToInt(String::length).sum() > LONGEST_IN_ALL) {
            return invalid("request: it is longer than " + LONGEST_IN_ALL + " characters in all.");
        }
        if (sent.containsKey("request")) {
            return List.of("request_not_supported", "request: push the request to /oauth2/par instead.");
        }
        if (!sent.getOrDefault("response_type", "").equals("code")) {
            return List.of("unsupported_response_type", "response_type: it must be code.");
        }
        if (!sent.getOrDefault("response_mode", "query").equals("query")) {
            return invalid("response_mode: it must be query.");
        }
        var state = sent.getOrDefault("state", "");
        if (state.isBlank() || state.length() > LONGEST) {
            return invalid("state: send one, fresh for each request.");
        }
        if (sent.getOrDefault("nonce", "").length() > LONGEST) {
            return invalid("nonce: it is too long.");
        }
        if (!sent.getOrDefault("code_challenge_method", "").equals("S256")
                || !CHALLENGE.matcher(sent.getOrDefault("code_challenge", "")).matches()) {
            return invalid("code_challenge: PKCE with code_challenge_method S256 is required.");
        }
        return promptFault(sent);
    }

    private static List<String> promptFault(Map<String, String> sent) {
        var prompts = words(sent.getOrDefault("prompt", ""));
        if (!PROMPTS.containsAll(prompts) || prompts.contains("none") && prompts.size() > 1) {
            return invalid("prompt: it must be none, or some of login, consent, select_account.");
        }
        if (!sent.getOrDefault("max_age", "0").matches("[0-9]{1,6}")) {
            return invalid("max_age: it must be a number of seconds.");
        }
        return List.of();
    }

    private static List<String> invalid(String description) {
        return List.of("invalid_request", description);
    }

    private static Outcome withScopes(Map<String, String> sent, Client client, List<String> scopes, String fhirBase) {
        var redirect = sent.getOrDefault("redirect_uri", "");
        var state = sent.getOrDefault("state", "");
        var launch = sent.getOrDefault("launch", "");
        if (!launch.isEmpty() != scopes.contains("launch")) {
            return new Outcome.SentToApp(
                    redirect,
                    state,
                    "invalid_request",
                    "launch: the parameter and the scope of that name go together, and only in a launch from an EHR.");
        }
        var usesFhir = scopes.stream().anyMatch(scope -> scope.indexOf('/') > 0);
        if (usesFhir && !withoutSlash(sent.getOrDefault("aud", "")).equals(fhirBase)) {
            return new Outcome.SentToApp(redirect, state, "invalid_request", "aud: it must be " + fhirBase + ".");
        }
        var age = Math.min(Integer.parseInt(sent.getOrDefault("max_age", "-1")), LONGEST_AGE);
        return new Outcome.Accepted(new AuthorizationRequest(
                client.clientId(),
                redirect,
                state,
                sent.getOrDefault("nonce", ""),
                sent.getOrDefault("code_challenge", ""),
                scopes,
                Set.copyOf(words(sent.getOrDefault("prompt", ""))),
                age < 0 ? OptionalInt.empty() : OptionalInt.of(age),
                launch));
    }

    private static String withoutSlash(String address) {
        return address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
    }

    private static String shortened(String state) {
        return state.length() > LONGEST ? "" : state;
    }

    private static List<String> words(String text) {
        return List.of(text.strip().split(" +")).stream()
                .filter(word -> !word.isEmpty())
                .distinct()
                .toList();
    }
}
