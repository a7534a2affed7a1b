package org.meridiandx.identity.adt;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.hl7.fhir.r4.model.Patient;
import org.meridiandx.access.Caller;
import org.meridiandx.fhir.IdentifierSystems;
import org.meridiandx.fhir.NhsNumber;
import org.meridiandx.fhir.StoredResource;
import org.meridiandx.hl7v2.ReceivedMessage;
import org.meridiandx.identity.adt.rules.MatchRule;
import org.meridiandx.identity.adt.rules.MatchRule.Outcome;
import org.meridiandx.identity.adt.rules.TriggerRule.Effect;
import org.meridiandx.identity.patients.PatientKin;
import org.meridiandx.identity.patients.PatientMatch;
import org.meridiandx.identity.patients.PatientRegistry;
import org.meridiandx.identity.patients.content.PatientIdentifier;
import org.meridiandx.identity.patients.matching.rules.Folding;
import org.meridiandx.identity.patients.values.TrustOrder.Kind;

/// Carries out what a message means, in the transaction that it is given.
@ApplicationScoped
class AdtEffects {
    private final PatientRegistry registry;
    private final AdtMerges merges;
    private final SourceTrust trust;
    private final ReceivedMessageRepository messages;
    private final StayEffects stays;

    AdtEffects(
            PatientRegistry registry,
            AdtMerges merges,
            SourceTrust trust,
            ReceivedMessageRepository messages,
            StayEffects stays) {
        this.registry = registry;
        this.merges = merges;
        this.trust = trust;
        this.messages = messages;
        this.stays = stays;
    }

    /// @return what a person must look at, as a slug; empty where all is clear
    Uni<Optional<String>> apply(SqlClient connection, AdtMessage message, boolean registered) {
        var said = message.said();
        if (said.isEmpty()) {
            return messages.keep(connection, message, "AA", "kept").replaceWith(Optional.empty());
        }
        var sender = new Feed(message.sender().caller(registered), registered);
        return registry.match(connection, keysOf(said.get()))
                .map(matches -> new Found(MatchRule.decide(saidOf(said.get()), candidatesOf(matches)), matches))
                .chain(found -> switch (message.effect()) {
                    case REVIEW -> hold(connection, message, "merge", found.patientIds());
                    case MERGE, RENUMBER, LINK, UNLINK -> pairs(connection, message, found, sender);
                    case REGISTER, NOTE, KEEP, REFUSE -> single(connection, message, found, sender);
                });
    }

    Uni<Void> keepRefused(ReceivedMessage received, String code, String reason) {
        return messages.keepRefused(received, code, reason);
    }

    private Uni<Optional<String>> single(SqlClient connection, AdtMessage message, Found found, Feed feed) {
        return switch (found.outcome()) {
            case Outcome.Doubtful(String kind, List<String> ids) -> hold(connection, message, kind, ids);
            case Outcome.Unknown() ->
                register(connection, message, found, feed)
                        .call(id -> stays.follow(connection, message, id, feed.source(Kind.OWN)))
                        .chain(id -> messages.keepOf(connection, message, "created", id))
                        .replaceWith(Optional.empty());
            case Outcome.Known(String id) ->
                (message.effect() == Effect.REGISTER
                                ? register(connection, message, found, feed).replaceWithVoid()
                                : registry.relate(connection, id, feed.source(Kind.OTHER)))
                        .call(() -> stays.follow(connection, message, id, feed.source(Kind.OTHER)))
                        .chain(() -> messages.keepOf(connection, message, "known", id))
                        .replaceWith(Optional.empty());
        };
    }

    private Uni<Optional<String>> pairs(SqlClient connection, AdtMessage message, Found found, Feed feed) {
        if (found.outcome() instanceof Outcome.Doubtful(String kind, List<String> ids)) {
            return hold(connection, message, kind, ids);
        }
        return merges.apply(connection, message, feed, found, () -> register(connection, message, found, feed))
                .chain(doubt -> doubt.isPresent()
                        ? hold(
                                connection,
                                message,
                                doubt.get().kind(),
                                doubt.get().patientIds())
                        : messages.keep(
                                        connection,
                                        message,
                                        "AA",
                                        message.effect().name().toLowerCase(Locale.ROOT))
                                .replaceWith(Optional.empty()));
    }

    /// Creates the patient, or brings the record that the message names up to date.
    ///
    /// @return the record's id
    private Uni<String> register(SqlClient connection, AdtMessage message, Found found, Feed feed) {
        return switch (found.outcome()) {
            case Outcome.Unknown() ->
                registry.add(connection, message.said().orElseThrow(), feed.source(Kind.OWN))
                        .map(StoredResource::id);
            case Outcome.Known(String id) ->
                registry.lock(connection, id)
                        .map(Optional::orElseThrow)
                        .chain(kin -> bringUpToDate(connection, message, kin, found.recordIds(), feed));
            case Outcome.Doubtful doubtful ->
                Uni.createFrom().failure(new IllegalStateException("a doubtful message is held"));
        };
    }

    private Uni<String> bringUpToDate(
            SqlClient connection, AdtMessage message, PatientKin kin, List<String> named, Feed feed) {
        var recordId = kin.named(named).id();
        var patient = kin.whole(recordId);
        var kind = trust.kindOf(message.sender(), patient);
        new PidMapper(message.sender()).apply(patient, message.content());
        return registry.change(connection, kin, recordId, patient, feed.source(kind))
                .replaceWith(recordId);
    }

    private Uni<Optional<String>> hold(SqlClient connection, AdtMessage message, String kind, List<String> ids) {
        return messages.keep(connection, message, "AA", kind)
                .chain(() -> messages.addWork(connection, message, kind, ids))
                .chain(() -> ids.size() == 2
                        ? messages.addPair(connection, ids.getFirst(), ids.getLast(), "message:" + kind)
                        : Uni.createFrom().voidItem())
                .replaceWith(Optional.of(kind));
    }

    /// Who sends.
    record Feed(Caller caller, boolean isRegistered) {
        PatientRegistry.Source source(Kind kind) {
            return new PatientRegistry.Source(caller, isRegistered, "adt", kind);
        }

        /// As it was when a kept message came.
        PatientRegistry.Source source(Kind kind, Instant toldAt) {
            return new PatientRegistry.Source(caller, isRegistered, "adt", kind, Optional.of(toldAt));
        }
    }

    /// Whom the PID names, and by which records.
    record Found(Outcome outcome, List<PatientMatch> matches) {
        Found {
            matches = List.copyOf(matches);
        }

        List<String> patientIds() {
            return matches.stream().map(PatientMatch::patientId).distinct().toList();
        }

        List<String> recordIds() {
            return matches.stream().map(PatientMatch::recordId).distinct().toList();
        }
    }

    static List<PatientIdentifier> keysOf(Patient patient) {
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
                family == null ? "" : Folding.name(family));
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
