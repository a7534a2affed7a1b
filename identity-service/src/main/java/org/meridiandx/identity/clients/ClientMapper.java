package org.meridiandx.identity.clients;

import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import java.net.URI;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.meridiandx.access.Scopes;
import org.meridiandx.fhir.NhsNumber;
import org.meridiandx.fhir.OdsCode;
import org.meridiandx.identity.keysets.KeySet;

/// Row of table `client` ↔ [ClientRegistration].
final class ClientMapper {
    private ClientMapper() {}

    static ClientRegistration registrationOf(Row row) {
        return new ClientRegistration(
                clientOf(row),
                ClientRegistration.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                Scopes.parse(row.getString("requested_scopes")),
                words(row.getString("contacts")),
                Optional.ofNullable(row.getString("registered_by")),
                row.getOffsetDateTime("registered_at").toInstant(),
                Optional.ofNullable(row.getOffsetDateTime("last_used_at")).map(OffsetDateTime::toInstant),
                row.getInteger("version"));
    }

    private static Client clientOf(Row row) {
        return new Client(
                row.getString("client_id"),
                row.getString("name"),
                new OdsCode(row.getString("organisation")),
                row.getString("role"),
                Optional.ofNullable(row.getString("fhir_user")),
                Optional.ofNullable(row.getString("patient_nhs_number")).map(NhsNumber::new),
                Scopes.parse(row.getString("scopes")),
                keysOf(row),
                constraintOf(row),
                row.getInteger("requests_per_second"),
                Set.copyOf(words(row.getString("grants"))),
                new Client.Redirects(words(row.getString("redirect_uris")), words(row.getString("logout_uris"))),
                Set.copyOf(words(row.getString("purposes"))));
    }

    private static ClientKeys keysOf(Row row) {
        var address = row.getString("jwks_uri");
        if (address != null) {
            return new ClientKeys.Published(URI.create(address));
        }
        var keys = row.getString("jwks");
        return keys == null ? new ClientKeys.None() : new ClientKeys.Inline(KeySet.parse(keys));
    }

    private static SenderConstraint constraintOf(Row row) {
        return switch (row.getString("sender_constraint")) {
            case "dpop" -> new SenderConstraint.Dpop();
            case "mtls" -> new SenderConstraint.Certificate(row.getString("certificate_digest"));
            default -> new SenderConstraint.None();
        };
    }

    private static List<String> words(String text) {
        return Arrays.stream(text.split(" ")).filter(word -> !word.isEmpty()).toList();
    }

    /// The columns in the order of the statements in [ClientRepository].
    static Tuple tupleOf(ClientRegistration registration) {
        var client = registration.client();
        return Tuple.tuple()
                .addString(client.clientId())
                .addString(client.name())
                .addString(client.organisation().value())
                .addString(client.role())
                .addValue(client.fhirUser().orElse(null))
                .addValue(client.patient().map(NhsNumber::value).orElse(null))
                .addString(client.scopes().toString())
                .addValue(client.keys() instanceof ClientKeys.Inline(KeySet set) ? set.json() : null)
                .addValue(client.keys() instanceof ClientKeys.Published(URI address) ? address.toString() : null)
                .addString(
                        switch (client.constraint()) {
                            case SenderConstraint.None() -> "none";
                            case SenderConstraint.Dpop() -> "dpop";
                            case SenderConstraint.Certificate(String digest) -> "mtls";
                        })
                .addValue(client.constraint() instanceof SenderConstraint.Certificate(String digest) ? digest : null)
                .addInteger(client.requestsPerSecond())
                .addString(String.join(" ", client.grants()))
                .addString(registration.state().name().toLowerCase(Locale.ROOT))
                .addString(registration.requestedScopes().toString())
                .addString(String.join(" ", registration.contacts()))
                .addValue(registration.registeredBy().orElse(null))
                .addOffsetDateTime(registration.registeredAt().atOffset(ZoneOffset.UTC))
                .addString(String.join(" ", client.redirects().signIn()))
                .addString(String.join(" ", client.redirects().signOut()))
                .addString(String.join(" ", client.purposes()));
    }
}
