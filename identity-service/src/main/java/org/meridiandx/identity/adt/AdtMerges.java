package org.meridiandx.identity.adt;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Identifier.IdentifierUse;
import org.hl7.fhir.r4.model.Patient;
import org.meridiandx.feeds.PidIdentifier;
import org.meridiandx.identity.adt.AdtEffects.Feed;
import org.meridiandx.identity.adt.AdtEffects.Found;
import org.meridiandx.identity.adt.rules.PairRule;
import org.meridiandx.identity.patients.PatientKin;
import org.meridiandx.identity.patients.PatientMatch;
import org.meridiandx.identity.patients.PatientMerges;
import org.meridiandx.identity.patients.PatientRegistry;
import org.meridiandx.identity.patients.content.PatientIdentifier;
import org.meridiandx.identity.patients.values.TrustOrder.Kind;

/// Messages that name two records: merges, changes of number, links and their undoing.
@ApplicationScoped
class AdtMerges {
    private final PatientRegistry registry;
    private final PatientMerges merges;

    AdtMerges(PatientRegistry registry, PatientMerges merges) {
        this.registry = registry;
        this.merges = merges;
    }

    /// Why a person must decide, and about whom.
    record Doubt(String kind, List<String> patientIds) {
        Doubt {
            patientIds = List.copyOf(patientIds);
        }
    }

    /// @param register creates or updates the record that PID names, and gives its id
    /// @return empty where it was carried out
    Uni<Optional<Doubt>> apply(
            SqlClient connection, AdtMessage message, Feed feed, Found found, Supplier<Uni<String>> register) {
        var others = othersOf(message);
        var keys = keysOf(others);
        if (keys.isEmpty() || isSeveral(message)) {
            return doubt("merge", found.patientIds());
        }
        return registry.match(connection, keys).chain(matches -> {
            var pair = new Pair(message, feed, found, others, matches);
            var doubt = pair.doubt();
            if (doubt.isPresent()) {
                return doubt(doubt.get(), pair.patientIds());
            }
            return switch (message.effect()) {
                case MERGE -> merge(connection, pair, register);
                case RENUMBER -> renumber(connection, pair, register);
                case LINK -> link(connection, pair);
                case UNLINK -> unlink(connection, pair);
                case REGISTER, NOTE, REVIEW, KEEP, REFUSE ->
                    Uni.createFrom().failure(new IllegalStateException("not about two records"));
            };
        });
    }

    private Uni<Optional<Doubt>> merge(SqlClient connection, Pair pair, Supplier<Uni<String>> register) {
        // Its turn before any record is held: merges by API take the two in this order.
        return merges.awaitTurn(connection)
                .chain(register::get)
                .chain(targetId -> prior(connection, pair)
                        .chain(priorId -> merges.merge(
                                connection,
                                priorId,
                                targetId,
                                pair.reason(),
                                pair.feed().caller())))
                .map(result -> doubtOf(result, pair));
    }

    /// A prior record that is not known is made, so that what comes under its number later has its
    /// place, and the merge can be undone.
    private Uni<String> prior(SqlClient connection, Pair pair) {
        if (!pair.matches().isEmpty()) {
            return Uni.createFrom().item(pair.matches().getFirst().recordId());
        }
        var prior = new Patient();
        IdentifierMapper.add(prior.getIdentifier(), IdentifierMapper.identifiersOf(pair.others()));
        pair.message()
                .content()
                .first("MRG")
                .flatMap(mrg -> PersonMapper.name(mrg.field(7)))
                .ifPresent(prior::addName);
        return registry.add(connection, prior, pair.feed().source(Kind.OWN)).map(resource -> resource.id());
    }

    private Uni<Optional<Doubt>> renumber(SqlClient connection, Pair pair, Supplier<Uni<String>> register) {
        if (pair.matches().isEmpty()) {
            return register.get().replaceWith(Optional.empty());
        }
        var match = pair.matches().getFirst();
        return registry.lock(connection, match.recordId())
                .map(Optional::orElseThrow)
                .chain(kin -> renumber(connection, pair, kin, match.recordId()))
                .replaceWith(Optional.empty());
    }

    private Uni<?> renumber(SqlClient connection, Pair pair, PatientKin kin, String recordId) {
        var patient = kin.whole(recordId);
        new PidMapper(pair.message().sender()).apply(patient, pair.message().content());
        patient.getIdentifier().stream()
                .filter(identifier -> pair.isPrior(identifier.getSystem(), identifier.getValue()))
                .forEach(identifier -> identifier.setUse(IdentifierUse.OLD));
        return registry.change(connection, kin, recordId, patient, pair.feed().source(Kind.OWN));
    }

    private Uni<Optional<Doubt>> link(SqlClient connection, Pair pair) {
        if (!pair.isOfTwoKnown()) {
            return doubt("merge", pair.patientIds());
        }
        return merges.link(
                        connection, pair.recordId(), pair.otherId(), pair.feed().source(Kind.OWN))
                .replaceWith(Optional.empty());
    }

    private Uni<Optional<Doubt>> unlink(SqlClient connection, Pair pair) {
        if (!pair.isOfTwoKnown()) {
            return doubt("merge", pair.patientIds());
        }
        return merges.part(
                        connection, pair.recordId(), pair.otherId(), pair.feed().source(Kind.OWN))
                .map(result -> doubtOf(result, pair));
    }

    private static Optional<Doubt> doubtOf(PatientMerges.Result result, Pair pair) {
        return switch (result) {
            case PatientMerges.Result.Done done -> Optional.empty();
            case PatientMerges.Result.Already already -> Optional.empty();
            case PatientMerges.Result.Unknown unknown -> Optional.of(new Doubt("merge-refused", pair.patientIds()));
            case PatientMerges.Result.Refused refused -> Optional.of(new Doubt("merge-refused", pair.patientIds()));
        };
    }

    private static Uni<Optional<Doubt>> doubt(String kind, List<String> ids) {
        return Uni.createFrom().item(Optional.of(new Doubt(kind, ids)));
    }

    /// The numbers of the second record: of MRG, or of the second PID.
    private static List<PidIdentifier> othersOf(AdtMessage message) {
        var content = message.content();
        return switch (message.effect()) {
            case LINK, UNLINK -> PidIdentifier.of(content.segments("PID").get(1), message.sender());
            default ->
                content.first("MRG")
                        .map(mrg -> PidIdentifier.prior(mrg, message.sender()))
                        .orElse(List.of());
        };
    }

    /// Several merges in one message, or links of three: rare, and not taken apart here.
    private static boolean isSeveral(AdtMessage message) {
        var content = message.content();
        return content.segments("MRG").size() > 1
                || content.segments("PID").size() > (content.first("MRG").isPresent() ? 1 : 2);
    }

    private static List<PatientIdentifier> keysOf(List<PidIdentifier> numbers) {
        return numbers.stream()
                .filter(number -> number.kind() == PidIdentifier.Kind.NHS_NUMBER
                        || number.kind() == PidIdentifier.Kind.RECORD_NUMBER)
                .map(number -> new PatientIdentifier(number.system(), number.value(), true))
                .toList();
    }

    /// The record that PID names, and the other one.
    private record Pair(
            AdtMessage message, Feed feed, Found found, List<PidIdentifier> others, List<PatientMatch> matches) {

        Optional<String> doubt() {
            var theirs =
                    matches.stream().map(PatientMatch::patientId).distinct().toList();
            var ours = found.patientIds();
            var isRenumberingIntoAnother =
                    message.effect() == org.meridiandx.identity.adt.rules.TriggerRule.Effect.RENUMBER
                            && !theirs.isEmpty()
                            && !ours.isEmpty()
                            && !theirs.equals(ours);
            if (theirs.size() > 1 || isRenumberingIntoAnother) {
                return Optional.of("identifiers-disagree");
            }
            return PairRule.doubt(feed.isRegistered(), side(), otherSide());
        }

        private PairRule.Side side() {
            var said = message.said().orElseThrow();
            var isOwn = said.getIdentifier().stream().anyMatch(identifier -> isOwn(identifier.getSystem()));
            var number = found.matches().stream()
                    .flatMap(match -> match.nhsNumber().stream())
                    .findFirst();
            var saidNumber = said.getIdentifier().stream()
                    .filter(identifier ->
                            org.meridiandx.fhir.IdentifierSystems.NHS_NUMBER.equals(identifier.getSystem()))
                    .map(identifier -> identifier.getValue())
                    .findFirst();
            return new PairRule.Side(
                    isOwn,
                    number.map(known -> known.value()).or(() -> saidNumber),
                    found.matches().stream()
                            .flatMap(match -> match.birthDate().stream())
                            .findFirst());
        }

        private PairRule.Side otherSide() {
            return new PairRule.Side(
                    others.stream().anyMatch(number -> isOwn(number.system())),
                    matches.stream()
                            .flatMap(match -> match.nhsNumber().stream())
                            .map(number -> number.value())
                            .findFirst(),
                    matches.stream()
                            .flatMap(match -> match.birthDate().stream())
                            .findFirst());
        }

        private boolean isOwn(@org.jspecify.annotations.Nullable String system) {
            return message.sender().system("", "mrn").equals(system);
        }

        boolean isPrior(
                @org.jspecify.annotations.Nullable String system, @org.jspecify.annotations.Nullable String value) {
            var isStillThere = message.said().orElseThrow().getIdentifier().stream()
                    .anyMatch(
                            identifier -> String.valueOf(identifier.getSystem()).equals(system)
                                    && String.valueOf(identifier.getValue()).equals(value));
            return !isStillThere
                    && others.stream()
                            .anyMatch(number -> number.system().equals(system)
                                    && number.value().equals(value));
        }

        boolean isOfTwoKnown() {
            return !found.matches().isEmpty() && !matches.isEmpty();
        }

        String recordId() {
            return found.recordIds().getFirst();
        }

        String otherId() {
            return matches.getFirst().recordId();
        }

        List<String> patientIds() {
            return Stream.concat(found.patientIds().stream(), matches.stream().map(PatientMatch::patientId))
                    .distinct()
                    .toList();
        }

        String reason() {
            return "ADT " + message.received().header().triggerEvent() + " from "
                    + message.sender().facility();
        }
    }
}
