package org.meridiandx.identity.authorization;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.meridiandx.identity.grants.GrantService;
import org.meridiandx.identity.sessions.Person;
import org.meridiandx.identity.sessions.SessionService;

/// How long what a person agrees to lasts, in their words.
@ApplicationScoped
class HowLong {
    private final GrantService grants;
    private final SessionService sessions;
    private final Duration token;

    HowLong(
            GrantService grants,
            SessionService sessions,
            @ConfigProperty(name = "meridian.token.validity") Duration token) {
        this.grants = grants;
        this.sessions = sessions;
        this.token = token;
    }

    /// @param scopes that are asked for
    String inWords(Person person, List<String> scopes) {
        if (scopes.contains("offline_access")) {
            return "It may go on for " + inWords(grants.limit(true)) + ", also while you are away.";
        }
        if (scopes.contains("online_access")) {
            var session = sessions.limitOf(person);
            var grant = grants.limit(false);
            return "It may go on while you are signed in, for "
                    + inWords(session.compareTo(grant) < 0 ? session : grant) + " at the most.";
        }
        return "It may do so for " + inWords(token) + ".";
    }

    static String inWords(Duration duration) {
        if (duration.toDays() > 0 && duration.toHours() % 24 == 0) {
            return counted(duration.toDays(), "day");
        }
        return duration.toHours() > 0 && duration.toMinutes() % 60 == 0
                ? counted(duration.toHours(), "hour")
                : counted(Math.max(1, duration.toMinutes()), "minute");
    }

    private static String counted(long number, String unit) {
        return number + " " + unit + (number == 1 ? "" : "s");
    }
}
