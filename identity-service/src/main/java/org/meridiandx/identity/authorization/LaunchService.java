package org.meridiandx.identity.authorization;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.meridiandx.access.Access;
import org.meridiandx.access.AccessRequest;
import org.meridiandx.access.Action;
import org.meridiandx.access.Caller;
import org.meridiandx.identity.oauth.OAuthRefusal;
import org.meridiandx.identity.sessions.Secret;

/// Handles by which an EHR launches an app with the patient it has open.
@ApplicationScoped
class LaunchService {
    static final Duration VALIDITY = Duration.ofMinutes(5);
    private final LaunchRepository repository;
    private final Access access;
    private final Clock clock;

    LaunchService(LaunchRepository repository, Access access, Clock clock) {
        this.repository = repository;
        this.access = access;
        this.clock = clock;
    }

    /// Makes a handle, where the EHR itself may see the patient.
    ///
    /// @return the handle, for the launch URL; fails with [OAuthRefusal] or with 403
    Uni<String> begin(Caller caller, JsonNode sent) {
        if (!caller.scopes().granted().contains("launch")) {
            throw new OAuthRefusal(
                    "insufficient_scope", 403, "launch: the token needs the scope launch. Ask the region's operator.");
        }
        var context = contextOf(caller, sent);
        var handle = Secret.fresh();
        return access.require(caller, AccessRequest.of(Action.READ, "Patient", context.patientId(), Set.of()))
                .chain(() -> repository.add(
                        handle, caller.clientId(), context, clock.instant().plus(VALIDITY)))
                .replaceWith(handle);
    }

    private static LaunchContext contextOf(Caller caller, JsonNode sent) {
        return new LaunchContext(
                caller.organisation(),
                text(sent, "patient", "[A-Za-z0-9.-]{1,64}", true),
                text(sent, "encounter", "[A-Za-z0-9.-]{1,64}", false),
                text(sent, "intent", "[A-Za-z0-9:/._-]{1,100}", false),
                text(sent, "smart_style_url", "https://[A-Za-z0-9./_-]{1,300}", false),
                sent.path("need_patient_banner").asBoolean(true));
    }

    private static String text(JsonNode sent, String name, String form, boolean required) {
        var value = sent.path(name).asText("");
        if (value.isEmpty() && !required || value.matches(form)) {
            return value;
        }
        throw OAuthRefusal.request(name + ": it is missing or not of the form that is expected.");
    }

    /// What a handle stands for, without using it up.
    Uni<Optional<LaunchContext>> look(String handle) {
        return repository.find(handle, clock.instant());
    }

    /// Uses a handle up.
    Uni<Optional<LaunchContext>> take(String handle) {
        return repository.take(handle, clock.instant());
    }

    @Scheduled(every = "10m", delayed = "7m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> forget() {
        return repository.forget(clock.instant());
    }
}
