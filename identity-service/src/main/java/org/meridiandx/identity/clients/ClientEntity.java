package org.meridiandx.identity.clients;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.meridiandx.access.Scopes;
import org.meridiandx.fhir.NhsNumber;
import org.meridiandx.fhir.OdsCode;

@Entity
@Table(name = "client")
class ClientEntity {
    @Id
    @Column(name = "client_id")
    String clientId = "";

    @Version
    int version = 1;

    String name = "";
    String organisation = "";
    String role = "";

    @Column(name = "fhir_user")
    @Nullable
    String fhirUser;

    @Column(name = "patient_nhs_number")
    @Nullable
    String patientNhsNumber;

    String scopes = "";
    String jwks = "";

    /// Takes over a registration; Hibernate writes only what differs.
    void take(Client client) {
        clientId = client.clientId();
        name = client.name();
        organisation = client.organisation().value();
        role = client.role();
        fhirUser = client.fhirUser().orElse(null);
        patientNhsNumber = client.patient().map(NhsNumber::value).orElse(null);
        scopes = client.scopes().toString();
        jwks = client.keys().json();
    }

    Client toClient() {
        return new Client(
                clientId,
                name,
                new OdsCode(organisation),
                role,
                Optional.ofNullable(fhirUser),
                Optional.ofNullable(patientNhsNumber).map(NhsNumber::new),
                Scopes.parse(scopes),
                ClientKeys.parse(jwks));
    }
}
