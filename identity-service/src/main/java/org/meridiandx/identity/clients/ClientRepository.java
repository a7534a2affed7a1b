package org.meridiandx.identity.clients;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.meridiandx.fhir.OdsCode;

/// Table `client`. Plain SQL: token issue is a hot path.
@ApplicationScoped
class ClientRepository {
    private static final String COLUMNS =
            "client_id, name, organisation, role, fhir_user, patient_nhs_number, scopes, jwks, jwks_uri,"
                    + " sender_constraint, certificate_digest, requests_per_second, grants, state, requested_scopes,"
                    + " contacts, registered_by, registered_at, redirect_uris, logout_uris, purposes";
    private static final String INSERT = "insert into client (" + COLUMNS + ", version) values"
            + " ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17,$18,$19,$20,$21,1)";
    private static final String TAKE = " on conflict (client_id) do update set name = excluded.name,"
            + " organisation = excluded.organisation, role = excluded.role, fhir_user = excluded.fhir_user,"
            + " patient_nhs_number = excluded.patient_nhs_number, scopes = excluded.scopes, jwks = excluded.jwks,"
            + " jwks_uri = excluded.jwks_uri, sender_constraint = excluded.sender_constraint,"
            + " certificate_digest = excluded.certificate_digest, grants = excluded.grants,"
            + " redirect_uris = excluded.redirect_uris, logout_uris = excluded.logout_uris, purposes = excluded.purposes,"
            + " requests_per_second = excluded.requests_per_second, version = client.version + 1";
    private static final String CHANGE =
            ", state = excluded.state, requested_scopes = excluded.requested_scopes, contacts = excluded.contacts"
                    + " where client.version = $22";
    private static final String SWITCH_OFF =
            "update client set state = 'disabled', version = version + 1 where client_id = $1";
    /// Changed keys and a client that is switched off are told with the change.
    private static final String TOLD =
            "with written as (%s returning new.client_id, old.client_id is not null as was_there,"
                    + " (old.jwks, old.jwks_uri, old.sender_constraint, old.certificate_digest) is distinct from"
                    + " (new.jwks, new.jwks_uri, new.sender_constraint, new.certificate_digest) as is_rekeyed,"
                    + " old.state is distinct from new.state and new.state = 'disabled' as is_off),"
                    + " told as ("
                    + ClientNotices.ADD.formatted("client_id, (now() at time zone 'UTC')::date,"
                            + " case when is_off then 'switched-off' else 'keys-changed' end, '', now(), now(), 1"
                            + " from written where was_there and (is_rekeyed or is_off)")
                    + ") select count(*) from written";
    private static final String SELECT = "select " + COLUMNS + ", last_used_at, version from client";
    private static final String USED =
            "update client set last_used_at = $2 where client_id = $1 and (last_used_at is null or last_used_at < $2)";
    private final Pool pool;

    ClientRepository(Pool pool) {
        this.pool = pool;
    }

    /// What the bootstrap file says; whether the client is switched off stays as it is.
    Uni<Void> take(ClientRegistration registration) {
        return pool.preparedQuery(TOLD.formatted(INSERT + TAKE))
                .execute(ClientMapper.tupleOf(registration))
                .replaceWithVoid();
    }

    /// @return false where the row was changed since it was read
    Uni<Boolean> change(ClientRegistration registration) {
        return pool.preparedQuery(TOLD.formatted(INSERT + TAKE + CHANGE))
                .execute(ClientMapper.tupleOf(registration).addInteger(registration.version()))
                .map(rows -> rows.iterator().next().getLong(0) == 1);
    }

    /// Whatever else is being changed: what was read before and is written after this is refused.
    Uni<Void> switchOff(String clientId) {
        return pool.preparedQuery(TOLD.formatted(SWITCH_OFF))
                .execute(Tuple.of(clientId))
                .replaceWithVoid();
    }

    Uni<Optional<ClientRegistration>> findClient(String clientId) {
        return pool.preparedQuery(SELECT + " where client_id = $1")
                .execute(Tuple.of(clientId))
                .map(rows -> {
                    var row = rows.iterator();
                    return row.hasNext() ? Optional.of(ClientMapper.registrationOf(row.next())) : Optional.empty();
                });
    }

    Uni<List<ClientRegistration>> listOf(Optional<OdsCode> organisation) {
        return pool.preparedQuery(SELECT + " where $1::text is null or organisation = $1 order by client_id limit 1000")
                .execute(Tuple.of(organisation.map(OdsCode::value).orElse(null)))
                .map(rows -> {
                    var found = new ArrayList<ClientRegistration>();
                    rows.forEach(row -> found.add(ClientMapper.registrationOf(row)));
                    return found;
                });
    }

    Uni<Void> noteUse(String clientId, Instant when) {
        return pool.preparedQuery(USED)
                .execute(Tuple.of(clientId, when.atOffset(ZoneOffset.UTC)))
                .replaceWithVoid();
    }
}
