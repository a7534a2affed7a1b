package org.meridiandx.identity.sessions;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.meridiandx.access.AuditEntry;

/// Begins, finds and ends sessions. A session always gets an id of its own at sign-in, whatever
/// the browser sent before (no session fixation).
@ApplicationScoped
public class SessionService {
    private final SessionRepository repository;
    private final PersonTrail trail;
    private final SessionConfig config;
    private final Clock clock;

    SessionService(SessionRepository repository, PersonTrail trail, SessionConfig config, Clock clock) {
        this.repository = repository;
        this.trail = trail;
        this.config = config;
        this.clock = clock;
    }

    /// @return the new session's id, for the browser alone
    public Uni<String> begin(Person person) {
        var id = Secret.fresh();
        var now = clock.instant();
        return repository
                .add(Secret.digest(id), person, now, now.plus(limitOf(person)))
                .replaceWith(id);
    }

    /// Finds a session that has not ended, and notes that its person did something: only for what their
    /// browser shows them or they send from it.
    public Uni<Optional<Session>> use(String id) {
        return find(id).call(found -> found.map(session -> repository.touch(session.hash(), clock.instant()))
                .orElseGet(() -> Uni.createFrom().voidItem()));
    }

    /// Finds a session that has not ended, for what may happen while its person is away.
    public Uni<Optional<Session>> find(String id) {
        return findByHash(Secret.digest(id));
    }

    /// Like [#find(String)], by the name that is kept of a session.
    public Uni<Optional<Session>> findByHash(String hash) {
        var now = clock.instant();
        return repository
                .find(hash, now)
                .map(found -> found.filter(stored -> isAwake(stored, now)).map(SessionRepository.Stored::session));
    }

    /// Where a person is signed in, the latest first.
    public Uni<List<Listed>> listOf(Person person) {
        var now = clock.instant();
        return repository
                .listOf(person.subject(), now)
                .map(found -> found.stream()
                        .filter(stored -> isAwake(stored, now))
                        .map(stored -> new Listed(stored.session(), stored.lastSeen()))
                        .toList());
    }

    /// A session of a person.
    public record Listed(Session session, Instant lastSeen) {}

    /// Ends a session as its person wishes, once that is written down. Safe to repeat.
    public Uni<Void> signOut(String hash) {
        return findByHash(hash)
                .chain(found -> found.map(session -> trail.record(session.person(), signedOut()))
                        .orElseGet(() -> Uni.createFrom().voidItem()))
                .chain(() -> end(hash));
    }

    private static AuditEntry signedOut() {
        return new AuditEntry("E", "sign-out", "ok", "", "", List.of(), "", "");
    }

    /// Ends all sessions of a person. Safe to repeat.
    public Uni<Void> endAllOf(String subject) {
        return repository.endAllOf(subject, clock.instant());
    }

    /// Ends a session. Safe to repeat.
    public Uni<Void> end(String hash) {
        return repository.end(hash, clock.instant());
    }

    private boolean isAwake(SessionRepository.Stored stored, Instant now) {
        var inactivity = stored.session().person().kind() == Person.Kind.PATIENT
                ? config.patientInactivity()
                : config.staffInactivity();
        return stored.lastSeen().plus(inactivity).isAfter(now);
    }

    /// Nobody of this kind stays signed in longer.
    public Duration limitOf(Person person) {
        return person.kind() == Person.Kind.PATIENT ? config.patientLimit() : config.staffLimit();
    }

    @Scheduled(every = "10m", delayed = "3m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> forget() {
        return repository.forget(clock.instant());
    }
}
