package org.meridiandx.identity.organisations;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

@ApplicationScoped
class OrganisationRepository implements PanacheRepositoryBase<OrganisationEntity, String> {
    Uni<Optional<OrganisationEntity>> findByCode(String odsCode) {
        return find("odsCode", odsCode).firstResult().map(Optional::ofNullable);
    }
}
