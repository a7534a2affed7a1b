package org.meridiandx.identity.grants;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// Remembers what people agreed to, per app, until they withdraw it.
@ApplicationScoped
public class ConsentService {
    private final ConsentRepository repository;
    private final GrantService grants;
    private final Clock clock;

    ConsentService(ConsentRepository repository, GrantService grants, Clock clock) {
        this.repository = repository;
        this.grants = grants;
        this.clock = clock;
    }

    /// Whether the person agreed to all of these before.
    public Uni<Boolean> covers(String subject, String clientId, List<String> scopes) {
        return repository
                .list(subject)
                .map(given ->
                        List.of(given.getOrDefault(clientId, "").split(" ")).containsAll(scopes));
    }

    /// Adds to what was agreed to before.
    public Uni<Void> give(String subject, String clientId, List<String> scopes) {
        return repository.list(subject).chain(given -> {
            var all = new TreeSet<>(List.of(given.getOrDefault(clientId, "").split(" ")));
            all.addAll(scopes);
            return repository.put(subject, clientId, String.join(" ", all).strip(), clock.instant());
        });
    }

    /// Scopes by client id.
    public Uni<Map<String, String>> list(String subject) {
        return repository.list(subject);
    }

    /// Withdraws, and ends all that the app got by it. Safe to repeat.
    public Uni<Void> withdraw(String subject, String clientId) {
        return repository.remove(subject, clientId).chain(() -> grants.endApp(subject, clientId));
    }
}
