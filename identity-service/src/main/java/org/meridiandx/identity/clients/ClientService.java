package org.meridiandx.identity.clients;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.meridiandx.access.Scopes;
import org.meridiandx.fhir.OdsCode;
import org.meridiandx.identity.clients.ClientRegistration.State;

/// Registers clients and finds them. A change counts everywhere within [#REMEMBERED].
@ApplicationScoped
public class ClientService {
    /// How long a pod goes by what it read.
    public static final Duration REMEMBERED = Duration.ofSeconds(3);

    private static final int LONGEST_ID = 200;
    private static final Duration USE_NOTED_EVERY = Duration.ofMinutes(1);
    private final ClientRepository repository;
    private final ClientNotices notices;
    private final Clock clock;
    private final Cache<String, Optional<Client>> remembered = Caffeine.newBuilder()
            .maximumSize(20_000)
            .expireAfterWrite(REMEMBERED)
            .build();
    private final Cache<String, Boolean> noted = Caffeine.newBuilder()
            .maximumSize(20_000)
            .expireAfterWrite(USE_NOTED_EVERY)
            .build();

    ClientService(ClientRepository repository, ClientNotices notices, Clock clock) {
        this.repository = repository;
        this.notices = notices;
        this.clock = clock;
    }

    /// Adds a client, active, or replaces its registration. One that was switched off stays
    /// off. Safe to repeat.
    public Uni<Void> register(Client client) {
        var registration = new ClientRegistration(
                client,
                State.ACTIVE,
                new Scopes(List.of()),
                List.of(),
                Optional.empty(),
                clock.instant(),
                Optional.empty(),
                0);
        return repository.take(registration).invoke(() -> remembered.invalidate(client.clientId()));
    }

    /// Writes a registration, new or changed, with its state.
    ///
    /// @return false where somebody changed it since it was read: read it again
    public Uni<Boolean> change(ClientRegistration registration) {
        return repository
                .change(registration)
                .invoke(() -> remembered.invalidate(registration.client().clientId()));
    }

    /// Switches a client off, whoever changes it at the same time. Safe to repeat.
    public Uni<Void> switchOff(String clientId) {
        return repository.switchOff(clientId).invoke(() -> remembered.invalidate(clientId));
    }

    /// Finds an active client, with its keys parsed.
    ///
    /// @return empty where no such client is registered, or it is not active
    public Uni<Optional<Client>> find(String clientId) {
        var known = remembered.getIfPresent(clientId);
        if (known != null) {
            return Uni.createFrom().item(known);
        }
        return findRegistration(clientId)
                .map(found -> found.filter(registration -> registration.state() == State.ACTIVE)
                        .map(ClientRegistration::client))
                .invoke(found -> remembered.put(clientId, found));
    }

    /// Finds a client in whatever state, as it stands in the database now.
    public Uni<Optional<ClientRegistration>> findRegistration(String clientId) {
        if (clientId.isEmpty() || clientId.length() > LONGEST_ID || clientId.indexOf(0) >= 0) {
            return Uni.createFrom().item(Optional.empty());
        }
        return repository.findClient(clientId);
    }

    /// The clients of an organisation, or all; at most 1,000.
    public Uni<List<ClientRegistration>> list(Optional<OdsCode> organisation) {
        return repository.listOf(organisation);
    }

    /// Notes that somebody who says to be this client could not prove it.
    ///
    /// @param fault name of the claim that is wrong
    public Uni<Void> noteRefused(String clientId, String fault) {
        return notices.refused(clientId, fault);
    }

    /// Notes that a client got a token; written once a minute at most.
    public Uni<Void> noteUse(String clientId) {
        if (noted.asMap().putIfAbsent(clientId, Boolean.TRUE) != null) {
            return Uni.createFrom().voidItem();
        }
        return repository.noteUse(clientId, clock.instant().truncatedTo(ChronoUnit.MINUTES));
    }
}
