package org.meridiandx.identity.clients;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

@ApplicationScoped
class ClientRepository implements PanacheRepositoryBase<ClientEntity, String> {
    Uni<Optional<ClientEntity>> findClient(String clientId) {
        return findById(clientId).map(Optional::ofNullable);
    }
}
