package org.meridiandx.identity.signin;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.meridiandx.contracts.api.v1.FindPatientRequest;
import org.meridiandx.contracts.api.v1.FindPatientResponse;
import org.meridiandx.contracts.api.v1.Identifier;
import org.meridiandx.contracts.api.v1.PatientDirectory;
import org.meridiandx.identity.oauth.OAuthRefusal;
import org.meridiandx.identity.sessions.Person;
import org.meridiandx.identity.sessions.StaffReferences;
import org.meridiandx.identity.sessions.StaffRole;
import org.meridiandx.identity.signin.rules.PatientRule;
import org.meridiandx.identity.signin.rules.StaffRule;

/// A provider's claims → [Person].
@ApplicationScoped
class PersonMapper {
    private static final ZoneId LONDON = ZoneId.of("Europe/London");
    private static final String NHS_NUMBER = "https://fhir.nhs.uk/Id/nhs-number";
    private final PatientDirectory patients;
    private final StaffReferences references;
    private final SignInConfig config;
    private final Clock clock;

    PersonMapper(@GrpcService PatientDirectory patients, StaffReferences references, SignInConfig config, Clock clock) {
        this.references = references;
        this.patients = patients;
        this.config = config;
        this.clock = clock;
    }

    /// @param idToken claims, believed
    /// @param person claims of the userinfo endpoint about the same subject
    /// @return the person; fails with [OAuthRefusal] 403 where they are not let in
    Uni<Person> personOf(Provider provider, JsonNode idToken, JsonNode person) {
        return switch (provider.kind()) {
            case STAFF -> Uni.createFrom().item(() -> staff(provider, idToken, person));
            case PATIENT -> patient(provider, idToken, person);
        };
    }

    private Person staff(Provider provider, JsonNode idToken, JsonNode person) {
        return switch (StaffRule.read(idToken, person, config.roles())) {
            case StaffRule.Outcome.Refused(var reason) -> throw refused(reason);
            case StaffRule.Outcome.Staff(var userId, var name, var profiles, var assurance) ->
                new Person(
                        provider.name() + ":" + userId,
                        name,
                        Person.Kind.STAFF,
                        profiles.stream().map(PersonMapper::roleOf).toList(),
                        "",
                        referenceOf(provider, userId),
                        assurance,
                        provider.isDemonstration(),
                        authenticatedAt(idToken));
        };
    }

    private String referenceOf(Provider provider, String userId) {
        var reference =
                provider.isDemonstration() ? references.ofDirectory(userId) : references.of(provider.issuer(), userId);
        return reference.orElseThrow(() -> refused("nhsid_useruid: it is longer than this region can hold."));
    }

    private static long authenticatedAt(JsonNode idToken) {
        return Math.max(0, idToken.path("auth_time").asLong(0));
    }

    private static StaffRole roleOf(StaffRule.Profile profile) {
        return new StaffRole(
                profile.id(), profile.organisation(), profile.organisationName(), profile.title(), profile.role());
    }

    private Uni<Person> patient(Provider provider, JsonNode idToken, JsonNode person) {
        return switch (PatientRule.read(
                idToken, person, provider.vectors(), LocalDate.ofInstant(clock.instant(), LONDON))) {
            case PatientRule.Outcome.Refused(var reason) -> Uni.createFrom().failure(refused(reason));
            case PatientRule.Outcome.Patient patient ->
                recordOf(patient)
                        .map(id -> new Person(
                                provider.name() + ":" + idToken.path("sub").asText(),
                                patient.name(),
                                Person.Kind.PATIENT,
                                List.of(),
                                id,
                                "Patient/" + id,
                                patient.assurance(),
                                provider.isDemonstration(),
                                authenticatedAt(idToken)));
        };
    }

    /// NHS number and birth date must both be those of one record. One answer for both faults:
    /// nobody finds out here whom we know.
    private Uni<String> recordOf(PatientRule.Outcome.Patient patient) {
        var question = FindPatientRequest.newBuilder()
                .addIdentifiers(Identifier.newBuilder()
                        .setSystem(NHS_NUMBER)
                        .setValue(patient.nhsNumber().value()))
                .setBirthDate(patient.birthDate().toString())
                .build();
        return patients.find(question).map(answer -> {
            if (answer.getOutcome() != FindPatientResponse.Outcome.FOUND) {
                throw refused("record: no record here fits your NHS number and date of birth. Ask your GP surgery.");
            }
            return answer.getPatientId();
        });
    }

    private static OAuthRefusal refused(String reason) {
        return new OAuthRefusal("access_denied", 403, reason);
    }
}
