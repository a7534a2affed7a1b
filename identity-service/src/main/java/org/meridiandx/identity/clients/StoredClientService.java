package org.meridiandx.identity.clients;

import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/// Reads a registration in a session of its own; a bean of its own so that remembered clients open
/// none.
@ApplicationScoped
class StoredClientService {
    private final ClientRepository repository;

    StoredClientService(ClientRepository repository) {
        this.repository = repository;
    }

    @WithSession
    Uni<Optional<Client>> load(String clientId) {
        return repository.findClient(clientId).map(found -> found.map(ClientEntity::toClient));
    }
}
