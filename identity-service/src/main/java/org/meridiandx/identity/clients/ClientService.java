package org.meridiandx.identity.clients;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;

/// Registers clients and finds them.
@ApplicationScoped
public class ClientService {
    private static final int LONGEST_ID = 200;
    private final ClientRepository repository;
    private final StoredClientService stored;
    private final Cache<String, Client> remembered = Caffeine.newBuilder()
            .maximumSize(10_000)
            .expireAfterWrite(Duration.ofSeconds(10))
            .build();

    ClientService(ClientRepository repository, StoredClientService stored) {
        this.repository = repository;
        this.stored = stored;
    }

    /// Adds a client or replaces its registration. A change counts everywhere within ten seconds.
    @WithTransaction
    public Uni<Void> register(Client client) {
        return repository
                .findClient(client.clientId())
                .chain(found -> {
                    var entity = found.orElseGet(ClientEntity::new);
                    entity.take(client);
                    return found.isPresent() ? Uni.createFrom().item(entity) : repository.persist(entity);
                })
                .invoke(() -> remembered.invalidate(client.clientId()))
                .replaceWithVoid();
    }

    /// Finds a client; one that is found is remembered for ten seconds with its keys parsed.
    ///
    /// @return empty where no such client is registered
    public Uni<Optional<Client>> find(String clientId) {
        var known = remembered.getIfPresent(clientId);
        if (known != null) {
            return Uni.createFrom().item(Optional.of(known));
        }
        if (clientId.isEmpty() || clientId.length() > LONGEST_ID || clientId.indexOf(0) >= 0) {
            return Uni.createFrom().item(Optional.empty());
        }
        return stored.load(clientId).invoke(found -> found.ifPresent(client -> remembered.put(clientId, client)));
    }
}
