package org.meridiandx.identity.bootstrap;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.meridiandx.fhir.NhsNumber;
import org.meridiandx.fhir.OdsCode;
import org.meridiandx.identity.clients.Client;
import org.meridiandx.identity.clients.ClientKeys;
import org.meridiandx.identity.clients.ClientRules;
import org.meridiandx.identity.organisations.Organisation;

/// What is registered at start. An unknown key, a doubled entry or a broken JWK stops the start
/// with a clear message.
record BootstrapFile(List<Organisation> organisations, List<Client> clients) {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    BootstrapFile {
        organisations = List.copyOf(organisations);
        clients = List.copyOf(clients);
    }

    /// @throws IllegalArgumentException saying which entry is wrong and how
    static BootstrapFile parse(String json) {
        var document = read(json);
        var organisations = new ArrayList<Organisation>();
        var codes = new HashSet<String>();
        for (var entry : orEmpty(document.organisations())) {
            var organisation = organisationOf(entry);
            if (!codes.add(organisation.ods().value())) {
                throw new IllegalArgumentException("organisation " + organisation.ods() + " stands twice.");
            }
            organisations.add(organisation);
        }
        var clients = new ArrayList<Client>();
        var ids = new HashSet<String>();
        for (var entry : orEmpty(document.clients())) {
            var client = clientOf(entry);
            if (!ids.add(client.clientId())) {
                throw new IllegalArgumentException("client " + client.clientId() + " stands twice.");
            }
            clients.add(client);
        }
        return new BootstrapFile(organisations, clients);
    }

    private static Document read(String json) {
        try {
            var document = JSON.readValue(json, Document.class);
            if (document != null) {
                return document;
            }
        } catch (UnrecognizedPropertyException unknown) {
            throw new IllegalArgumentException(
                    "key \"" + unknown.getPropertyName() + "\" is not known; known are " + unknown.getKnownPropertyIds()
                            + ".",
                    unknown);
        } catch (JsonProcessingException malformed) {
            var place = malformed.getLocation();
            throw new IllegalArgumentException(
                    "it is not the JSON that is expected, near line " + (place == null ? "1" : place.getLineNr()) + ".",
                    malformed);
        }
        throw new IllegalArgumentException("it is empty.");
    }

    private static Organisation organisationOf(OrganisationEntry entry) {
        var ods = OdsCode.parse(text("organisation", "ods", entry.ods()))
                .orElseThrow(() -> new IllegalArgumentException(
                        "organisation \"" + entry.ods() + "\": ods needs 3 to 10 letters and digits."));
        return new Organisation(ods, text("organisation " + ods, "name", entry.name()), entry.typeOrOther());
    }

    private static Client clientOf(ClientEntry entry) {
        var id = text("client", "clientId", entry.clientId());
        var subject = "client " + id;
        var role = text(subject, "role", entry.role());
        if (!ClientRules.ROLES.contains(role)) {
            throw new IllegalArgumentException(subject + ": role must be one of "
                    + ClientRules.ROLES.stream().sorted().toList() + ".");
        }
        var organisation = OdsCode.parse(text(subject, "organisation", entry.organisation()))
                .orElseThrow(() -> new IllegalArgumentException(subject + ": organisation is not an ODS code."));
        try {
            return new Client(
                    id,
                    text(subject, "name", entry.name()),
                    organisation,
                    role,
                    Optional.ofNullable(entry.fhirUser()),
                    Optional.ofNullable(entry.patientNhsNumber()).map(number -> nhsNumber(subject, number)),
                    ClientRules.scopes(entry.scopes()),
                    entry.isPublic() ? new ClientKeys.None() : ClientRules.keys(entry.jwks(), entry.jwksUri()),
                    ClientRules.constraint(entry.senderConstraint(), entry.certificateDigest()),
                    ClientRules.quota(entry.requestsPerSecond()),
                    ClientRules.grants(entry.grants()),
                    new Client.Redirects(
                            ClientRules.redirects(entry.redirectUris()),
                            ClientRules.redirects(entry.logoutRedirectUris())),
                    ClientRules.purposes(entry.purposes()));
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException(subject + ": " + wrong.getMessage(), wrong);
        }
    }

    private static NhsNumber nhsNumber(String subject, String number) {
        return NhsNumber.parse(number)
                .orElseThrow(() -> new IllegalArgumentException(subject + ": patientNhsNumber is not an NHS number."));
    }

    private static String text(String subject, String key, @Nullable String value) {
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(subject + ": " + key + " is missing.");
        }
        return value;
    }

    private static <T> List<T> orEmpty(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }

    record Document(
            @Nullable List<OrganisationEntry> organisations,
            @Nullable List<ClientEntry> clients) {}

    record OrganisationEntry(
            @Nullable String ods,
            @Nullable String name,
            @Nullable String type) {
        String typeOrOther() {
            return type == null || type.isBlank() ? "other" : type;
        }
    }

    record ClientEntry(
            @Nullable String clientId,
            @Nullable String name,
            @Nullable String organisation,
            @Nullable String role,
            @Nullable String fhirUser,
            @Nullable String patientNhsNumber,
            @Nullable List<String> scopes,
            @Nullable JsonNode jwks,
            @Nullable String jwksUri,
            @Nullable String senderConstraint,
            @Nullable String certificateDigest,
            @Nullable Integer requestsPerSecond,
            @Nullable List<String> grants,
            @Nullable List<String> redirectUris,
            @Nullable List<String> logoutRedirectUris,
            @Nullable List<String> purposes) {
        /// An app without keys, which only people use.
        boolean isPublic() {
            return jwks == null && jwksUri == null && redirectUris != null;
        }
    }
}
