package org.meridiandx.access;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/// Writes down what was refused before any record was looked at: bad tokens and proofs, missing
/// scopes and roles.
///
/// Whoever repeats it fills nothing: of each client, interaction and reason so many a minute and
/// replica are written one by one, and the rest as one entry with their number. A trace that
/// cannot be kept is logged and turns no refusal into a fault. Refusals that are about a
/// patient's record are none of these: each is written ([AuditTrail]).
@ApplicationScoped
public class RefusalTrail {
    private static final Logger LOG = Logger.getLogger(RefusalTrail.class);
    private final AuditTrail audit;
    private final RefusalBudget budget;
    private final Clock clock;

    RefusalTrail(
            AuditTrail audit,
            @ConfigProperty(name = "meridian.audit.refusals-per-minute", defaultValue = "60") int mostPerMinute,
            Clock clock) {
        this.audit = audit;
        this.budget = new RefusalBudget(mostPerMinute);
        this.clock = clock;
    }

    /// Somebody of whom nothing is proved.
    public static Caller unknown() {
        return named("unknown");
    }

    /// @param caller who was refused, as far as that is proved
    /// @param entry with a reason code
    /// @return completes when written down, or counted
    public Uni<Void> record(Caller caller, AuditEntry entry) {
        var kind = new RefusalBudget.Kind(caller.clientId(), entry.interaction(), entry.reason());
        return budget.take(kind, clock.instant())
                ? write(caller, List.of(entry))
                : Uni.createFrom().voidItem();
    }

    /// By itself and not with the next refusal: an entry about many must not bear the ids of one request.
    @Scheduled(every = "1m", delayed = "1m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> summarise() {
        var over = budget.close(clock.instant());
        var done = Uni.createFrom().voidItem();
        for (var kind : over.entrySet()) {
            done = done.chain(
                    () -> write(named(kind.getKey().clientId()), List.of(summaryOf(kind.getKey(), kind.getValue()))));
        }
        return done;
    }

    private static AuditEntry summaryOf(RefusalBudget.Kind kind, long number) {
        var reason = kind.reason() + " (" + number + " more)";
        return new AuditEntry("E", kind.interaction(), "denied", reason, "", List.of(), "", "");
    }

    private Uni<Void> write(Caller caller, List<AuditEntry> entries) {
        return audit.record(caller, entries).onFailure().recoverWithUni(away -> {
            LOG.warn("a refusal left no trace in the audit: neither Kafka nor the outbox can be reached");
            return Uni.createFrom().voidItem();
        });
    }

    private static Caller named(String clientId) {
        return new Caller(clientId, "", "", Optional.empty(), Optional.empty(), "", new Scopes(List.of()));
    }
}
