package org.meridiandx.access;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// The scopes of a token: which resource types, and what may be done with them.
///
/// Form: `system/DiagnosticReport.rs`, `user/*.cruds`, `patient/Observation.r`; the v1 forms `.read`, `.write` and `.*`
/// are understood. What is not understood grants nothing. **Source:** SMART App Launch 2.2, scopes.
public record Scopes(List<String> granted) {
    public Scopes {
        granted = List.copyOf(granted);
    }

    /// @param text space-separated, as in the `scope` claim
    public static Scopes parse(String text) {
        return new Scopes(
                Arrays.stream(text.split(" ")).filter(s -> !s.isBlank()).toList());
    }

    /// Whether one of the scopes covers the action on the resource type.
    public boolean allow(Action action, String resourceType) {
        for (var scope : granted) {
            if (covers(scope, action, resourceType)) {
                return true;
            }
        }
        return false;
    }

    /// Whether one of the scopes covers the action on the resource type for more than one patient:
    /// `system/` or `user/`. Where only `patient/` scopes do, the token is good for the patient in
    /// its context and for nobody else. **Source:** SMART App Launch 2.2, scopes.
    public boolean allowForAll(Action action, String resourceType) {
        for (var scope : granted) {
            if (!scope.startsWith("patient/") && covers(scope, action, resourceType)) {
                return true;
            }
        }
        return false;
    }

    /// Whether every scope of `wanted` is covered by these: what a client may be given out of what
    /// it is registered for.
    public boolean coverAll(Scopes wanted) {
        return wanted.granted.stream().allMatch(this::coversScope);
    }

    /// What of these reads and searches.
    Scopes readOnly() {
        return new Scopes(granted.stream().flatMap(Scopes::reading).toList());
    }

    private static Stream<String> reading(String scope) {
        var dot = scope.indexOf('.', Math.max(0, scope.indexOf('/')));
        var permissions = dot < 0 ? "" : permissionsOf(scope, dot);
        var reading = new StringBuilder();
        for (var action : List.of(Action.READ, Action.SEARCH)) {
            if (includes(permissions, action)) {
                reading.append(action.letter());
            }
        }
        return reading.isEmpty() ? Stream.of() : Stream.of(scope.substring(0, dot + 1) + reading);
    }

    private boolean coversScope(String wanted) {
        if (granted.contains(wanted)) {
            return true;
        }
        var slash = wanted.indexOf('/');
        var dot = wanted.indexOf('.', slash);
        if (slash < 0 || dot < 0) {
            return false;
        }
        var type = wanted.substring(slash + 1, dot);
        return Arrays.stream(Action.values())
                .filter(action -> includes(permissionsOf(wanted, dot), action))
                .allMatch(action -> granted.stream()
                        .anyMatch(scope ->
                                scope.startsWith(wanted.substring(0, slash + 1)) && covers(scope, action, type)));
    }

    private static boolean covers(String scope, Action action, String resourceType) {
        var slash = scope.indexOf('/');
        var dot = scope.indexOf('.', slash);
        if (slash < 0 || dot < 0 || !isContext(scope.substring(0, slash))) {
            return false;
        }
        var type = scope.substring(slash + 1, dot);
        return (type.equals("*") || type.equals(resourceType)) && includes(permissionsOf(scope, dot), action);
    }

    private static boolean isContext(String context) {
        return context.equals("system") || context.equals("user") || context.equals("patient");
    }

    private static String permissionsOf(String scope, int dot) {
        var question = scope.indexOf('?', dot);
        var permissions = question < 0 ? scope.substring(dot + 1) : "";
        return switch (permissions) {
            case "read" -> "rs";
            case "write" -> "cud";
            case "*" -> "cruds";
            default -> permissions;
        };
    }

    private static boolean includes(String permissions, Action action) {
        return permissions.chars().allMatch(c -> "cruds".indexOf(c) >= 0) && permissions.indexOf(action.letter()) >= 0;
    }

    @Override
    public String toString() {
        return String.join(" ", granted);
    }
}
