package org.meridiandx.identity.oauth.rules;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// What a client is granted: what it asks for, as far as it is registered for it.
///
/// A scope is narrowed to the letters and the type that both name: `system/*.rs` asked and
/// `system/Patient.cruds` registered gives `system/Patient.rs`. Restrictions by search
/// (`?category=...`) are refused, because nothing could hold a caller to them. **Source:**
/// SMART App Launch 2.2, scopes; RFC 6749 3.3.
public final class ScopeRule {
    private static final Pattern RESOURCE =
            Pattern.compile("(system|user|patient)/(\\*|[A-Z][A-Za-z]{1,63})\\.(c?r?u?d?s?|read|write|\\*)");
    private static final Pattern ANY_LETTERS =
            Pattern.compile("(system|user|patient)/(\\*|[A-Z][A-Za-z]{1,63})\\.([cruds]{1,5})");
    private static final Pattern CONTEXT = Pattern.compile("launch/(patient|encounter)");
    private static final Pattern TOKEN = Pattern.compile("[\\x21\\x23-\\x5b\\x5d-\\x7e]{1,200}");
    private static final String LETTERS = "cruds";
    private static final int MAX_SCOPES = 100;

    private ScopeRule() {}

    /// What comes of a request for scopes.
    public sealed interface Outcome {
        /// @param scopes at least one
        record Granted(List<String> scopes) implements Outcome {
            public Granted {
                scopes = List.copyOf(scopes);
            }
        }

        /// @param reason fit for an answer
        record Refused(String reason) implements Outcome {}
    }

    /// @param asked as sent, separated by blanks; empty for all that is registered
    /// @param registered the most that may be granted
    public static Outcome narrow(String asked, List<String> registered) {
        if (asked.isBlank()) {
            return new Outcome.Granted(registered);
        }
        var wanted = List.of(asked.strip().split(" +"));
        if (wanted.size() > MAX_SCOPES) {
            return new Outcome.Refused("scope: ask for at most " + MAX_SCOPES + " scopes.");
        }
        var granted = new LinkedHashSet<String>();
        for (var scope : wanted) {
            var fault = faultOf(scope);
            if (fault.isPresent()) {
                return new Outcome.Refused(fault.get());
            }
            granted.addAll(narrowOne(scope, registered));
        }
        return granted.isEmpty()
                ? new Outcome.Refused("scope: the client is registered for: " + String.join(" ", registered) + ".")
                : new Outcome.Granted(new ArrayList<>(granted));
    }

    /// What is wrong with a scope's form, if anything.
    public static Optional<String> faultOf(String scope) {
        if (!TOKEN.matcher(scope).matches()) {
            return Optional.of("scope: a scope holds a sign that it may not, or is too long.");
        }
        if (scope.indexOf('/') < 0 || CONTEXT.matcher(scope).matches()) {
            return Optional.empty();
        }
        if (scope.indexOf('?') >= 0) {
            return Optional.of(
                    "scope: restrictions by search parameters are not supported. Ask for the type without ?.");
        }
        return ANY_LETTERS.matcher(scope).matches() || RESOURCE.matcher(scope).matches() && !scope.endsWith(".")
                ? Optional.empty()
                : Optional.of("scope: write resource scopes as system/Patient.rs, with letters of cruds.");
    }

    private static List<String> narrowOne(String scope, List<String> registered) {
        if (registered.contains(scope)) {
            return List.of(scope);
        }
        var wanted = Parts.of(scope);
        if (wanted.isEmpty()) {
            return List.of();
        }
        var letters = new LinkedHashMap<String, String>();
        for (var other : registered) {
            Parts.of(other)
                    .filter(most -> most.context().equals(wanted.get().context()))
                    .ifPresent(most -> wanted.get()
                            .commonType(most)
                            .ifPresent(type -> letters.merge(type, most.letters(), (one, two) -> one + two)));
        }
        return letters.entrySet().stream()
                .map(entry -> wanted.get().with(entry.getKey(), entry.getValue()))
                .flatMap(Optional::stream)
                .toList();
    }

    private record Parts(String context, String type, String letters) {
        static Optional<Parts> of(String scope) {
            if (scope.indexOf('?') >= 0
                    || faultOf(scope).isPresent()
                    || scope.indexOf('/') < 0
                    || CONTEXT.matcher(scope).matches()) {
                return Optional.empty();
            }
            var slash = scope.indexOf('/');
            var dot = scope.indexOf('.', slash);
            var letters = switch (scope.substring(dot + 1)) {
                case "read" -> "rs";
                case "write" -> "cud";
                case "*" -> LETTERS;
                default -> scope.substring(dot + 1);
            };
            return Optional.of(new Parts(scope.substring(0, slash), scope.substring(slash + 1, dot), letters));
        }

        Optional<String> commonType(Parts most) {
            if (most.type.equals("*") || most.type.equals(type)) {
                return Optional.of(type);
            }
            return type.equals("*") ? Optional.of(most.type) : Optional.empty();
        }

        Optional<String> with(String newType, String most) {
            var both = new StringBuilder();
            LETTERS.chars()
                    .filter(letter -> letters.indexOf(letter) >= 0 && most.indexOf(letter) >= 0)
                    .forEach(letter -> both.append((char) letter));
            return both.isEmpty() ? Optional.empty() : Optional.of(context + "/" + newType + "." + both);
        }
    }
}
