package org.meridiandx.identity.adt;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.hl7.fhir.r4.model.Patient;
import org.meridiandx.fhir.FhirJson;
import org.meridiandx.fhir.IdentifierSystems;
import org.meridiandx.fhir.NhsNumber;
import org.meridiandx.fhir.StoredResource;
import org.meridiandx.hl7v2.ReceivedMessage;
import org.meridiandx.identity.adt.rules.MatchRule;
import org.meridiandx.identity.adt.rules.MatchRule.Outcome;
import org.meridiandx.identity.adt.rules.TriggerRule.Effect;
import org.meridiandx.identity.patients.PatientIdentifier;
import org.meridiandx.identity.patients.PatientMatch;
import org.meridiandx.identity.patients.PatientRegistry;

/// Carries out what a message means, in the transaction that it is given.
@ApplicationScoped
class AdtEffects {
    private final PatientRegistry registry;
    private final ReceivedMessageRepository messages;
    private final StayEffects stays;

    AdtEffects(PatientRegistry registry, ReceivedMessageRepository messages, StayEffects stays) {
        this.registry = registry;
        this.messages = messages;
        this.stays = stays;
    }

    /// @return what a person must look at, as a slug; empty where all is clear
    Uni<Optional<String>> apply(SqlClient connection, AdtMessage message, boolean registered) {
        var said = message.said();
        if (said.isEmpty()) {
            return messages.keep(connection, message, "AA", "kept").replaceWith(Optional.empty());
        }
        var source = new PatientRegistry.Source(message.sender().caller(registered), registered, "adt");
        return registry.match(connection, keysOf(said.get()))
                .map(matches -> MatchRule.decide(saidOf(said.get()), candidatesOf(matches)))
                .chain(outcome -> message.effect() == Effect.REVIEW
                        ? review(connection, message, outcome)
                        : carryOut(connection, message, outcome, source));
    }

    Uni<Void> keepRefused(ReceivedMessage received, String code, String reason) {
        return messages.keepRefused(received, code, reason);
    }

    private Uni<Optional<String>> review(SqlClient connection, AdtMessage message, Outcome outcome) {
        var ids = switch (outcome) {
            case Outcome.Unknown() -> List.<String>of();
            case Outcome.Known(String id) -> List.of(id);
            case Outcome.Doubtful(String kind, List<String> several) -> several;
        };
        return hold(connection, message, "merge", ids);
    }

    private Uni<Optional<String>> carryOut(
            SqlClient connection, AdtMessage message, Outcome outcome, PatientRegistry.Source source) {
        return switch (outcome) {
            case Outcome.Unknown() ->
                registry.add(connection, message.said().orElseThrow(), source)
                        .call(added -> stays.follow(connection, message, added.id(), source))
                        .chain(() -> messages.keep(connection, message, "AA", "created"))
                        .replaceWith(Optional.empty());
            case Outcome.Known(String id) ->
                (message.effect() == Effect.REGISTER
                                ? update(connection, message, id, source)
                                : registry.relate(connection, id, source))
                        .call(() -> stays.follow(connection, message, id, source))
                        .chain(() -> messages.keep(connection, message, "AA", "known"))
                        .replaceWith(Optional.empty());
            case Outcome.Doubtful(String kind, List<String> ids) -> hold(connection, message, kind, ids);
        };
    }

    private Uni<Optional<String>> hold(SqlClient connection, AdtMessage message, String kind, List<String> ids) {
        return messages.keep(connection, message, "AA", kind)
                .chain(() -> messages.addWork(connection, message, kind, ids))
                .replaceWith(Optional.of(kind));
    }

    private Uni<Void> update(SqlClient connection, AdtMessage message, String id, PatientRegistry.Source source) {
        return registry.lock(connection, id)
                .map(Optional::orElseThrow)
                .chain(before -> bringUpToDate(connection, message, before, source));
    }

    private Uni<Void> bringUpToDate(
            SqlClient connection, AdtMessage message, StoredResource before, PatientRegistry.Source source) {
        var patient = FhirJson.parse(before.content(), Patient.class);
        new PidMapper(message.sender()).apply(patient, message.content());
        return PatientRegistry.isSame(before, patient)
                ? registry.relate(connection, before.id(), source)
                : registry.change(connection, before, patient, source).replaceWithVoid();
    }

    private static List<PatientIdentifier> keysOf(Patient patient) {
        return patient.getIdentifier().stream()
                .filter(identifier -> identifier.hasSystem() && isKey(identifier))
                .map(identifier -> new PatientIdentifier(identifier.getSystem(), identifier.getValue(), true))
                .toList();
    }

    private static boolean isKey(org.hl7.fhir.r4.model.Identifier identifier) {
        return IdentifierSystems.NHS_NUMBER.equals(identifier.getSystem())
                || IdentifierSystems.TYPE_MRN.equals(
                        identifier.getType().getCodingFirstRep().getCode());
    }

    private static MatchRule.Said saidOf(Patient patient) {
        var number = patient.getIdentifier().stream()
                .filter(identifier -> IdentifierSystems.NHS_NUMBER.equals(identifier.getSystem()))
                .map(identifier -> identifier.getValue())
                .findFirst();
        var date = patient.getBirthDateElement().getValueAsString();
        var family = patient.getNameFirstRep().getFamily();
        return new MatchRule.Said(
                number,
                date != null && date.length() == "2026-01-01".length()
                        ? Optional.of(LocalDate.parse(date))
                        : Optional.empty(),
                family == null ? "" : family.strip().toLowerCase(Locale.ROOT));
    }

    /// One candidate per patient, with every way in which it was named.
    private static List<MatchRule.Candidate> candidatesOf(List<PatientMatch> matches) {
        var candidates = new LinkedHashMap<String, MatchRule.Candidate>();
        for (var match : matches) {
            var isNhs = IdentifierSystems.NHS_NUMBER.equals(match.identifier().system());
            var known = candidates.get(match.patientId());
            candidates.put(
                    match.patientId(),
                    new MatchRule.Candidate(
                            match.patientId(),
                            isNhs || known != null && known.byNhsNumber(),
                            !isNhs || known != null && known.byRecordNumber(),
                            match.nhsNumber().map(NhsNumber::value),
                            match.birthDate(),
                            match.family()));
        }
        return List.copyOf(candidates.values());
    }
}
