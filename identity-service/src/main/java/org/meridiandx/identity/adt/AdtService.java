package org.meridiandx.identity.adt;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.meridiandx.feeds.RepeatKey;
import org.meridiandx.feeds.Sender;
import org.meridiandx.hl7v2.AckProblem;
import org.meridiandx.hl7v2.AckProblem.Location;
import org.meridiandx.hl7v2.Acknowledgement;
import org.meridiandx.hl7v2.Hl7Error;
import org.meridiandx.hl7v2.ReceivedMessage;
import org.meridiandx.hl7v2.mllp.MessageHandler;
import org.meridiandx.identity.organisations.OrganisationService;
import org.meridiandx.identity.patients.PatientService;
import org.meridiandx.outbox.Inbox;
import org.meridiandx.problem.ProblemException;
import org.meridiandx.telemetry.CorrelationIds;

/// Takes ADT messages: keeps the bytes, works on the patient, answers after the commit.
///
/// A message that is in doubt (a merge, a birth date or NHS number that differs) is accepted with a
/// warning and put on the work list: it is safe here, a person decides, and the sender's feed goes
/// on. An error answer would stop the feed for every patient behind it.
@ApplicationScoped
class AdtService implements MessageHandler {
    private static final int RETRIES = 2;
    private final Pool pool;
    private final Inbox inbox;
    private final OrganisationService organisations;
    private final AdtEffects effects;
    private final MeterRegistry metrics;

    AdtService(Pool pool, Inbox inbox, OrganisationService organisations, AdtEffects effects, MeterRegistry metrics) {
        this.pool = pool;
        this.inbox = inbox;
        this.organisations = organisations;
        this.effects = effects;
        this.metrics = metrics;
    }

    /// Works on one message. The same bytes again have no second effect.
    ///
    /// @return AA after commit; AE for content faults; AR for what is not for here. A failure means:
    /// send it again.
    @Override
    public Uni<Acknowledgement> handle(ReceivedMessage received) {
        CorrelationIds.begin(Optional.empty());
        return switch (AdtReader.read(received)) {
            case AdtReader.Reading.Refused(Acknowledgement answer, String reason) -> refuse(received, answer, reason);
            case AdtReader.Reading.Readable(AdtMessage message) -> work(message);
        };
    }

    private Uni<Acknowledgement> work(AdtMessage message) {
        return isRegistered(message.sender())
                .chain(registered -> pool.withTransaction(connection -> once(connection, message, registered)))
                // Two messages about one new patient met: the loser's second try finds the winner's row.
                .onFailure(PatientService::isUniqueViolation)
                .retry()
                .atMost(RETRIES)
                .onFailure(ProblemException.class)
                .recoverWithUni(problem -> refuse(message.received(), (ProblemException) problem))
                .invoke(answer -> count(answer.code()));
    }

    private Uni<Boolean> isRegistered(Sender sender) {
        return sender.odsCode()
                .map(organisations::isRegistered)
                .orElseGet(() -> Uni.createFrom().item(false));
    }

    private Uni<Acknowledgement> once(SqlClient connection, AdtMessage message, boolean registered) {
        var key = RepeatKey.of(message.received());
        return inbox.accept(connection, key.source(), key.id())
                .chain(first -> first
                        ? effects.apply(connection, message, registered).map(AdtService::accepted)
                        : Uni.createFrom().item(Acknowledgement.accepted()));
    }

    private static Acknowledgement accepted(Optional<String> doubt) {
        return doubt.map(AdtService::warningOf)
                .map(warning -> Acknowledgement.accepted(List.of(warning)))
                .orElseGet(Acknowledgement::accepted);
    }

    private static AckProblem warningOf(String doubt) {
        var text = switch (doubt) {
            case "merge-unregistered" ->
                "Only organisations of the region merge, link and part by message. A person will look.";
            case "merge-foreign-number" ->
                "A message merges, links and parts numbers of its own sender only. A person will look.";
            case "merge-nhs-number-differs" -> "The records have different NHS numbers. A person will look.";
            case "merge-birth-date-differs" -> "The records have different birth dates. A person will look.";
            case "merge-refused" -> "The records stand in another relation already. A person will look.";
            case "merge" -> "The message is kept; a person will carry out the merge, link, move or deletion.";
            case "nhs-number-differs" -> "The record has another NHS number. Nothing was changed; a person will look.";
            case "birth-date-differs" -> "The record has another birth date. Nothing was changed; a person will look.";
            case "name-differs" ->
                "The record number is that of a patient of another name. Nothing was changed; a person will look.";
            default -> "The identifiers belong to different patients. Nothing was changed; a person will look.";
        };
        var field = doubt.equals("birth-date-differs") ? 7 : doubt.equals("name-differs") ? 5 : 3;
        return AckProblem.warning(Location.of("PID", field), Hl7Error.UNKNOWN_KEY, text);
    }

    private Uni<Acknowledgement> refuse(ReceivedMessage received, ProblemException problem) {
        var first = problem.problem();
        return refuse(
                received,
                Acknowledgement.error(AckProblem.error(Location.of("PID", 3), Hl7Error.DATA_TYPE, first.detail())),
                first.code().slug());
    }

    private Uni<Acknowledgement> refuse(ReceivedMessage received, Acknowledgement answer, String reason) {
        count(answer.code());
        return effects.keepRefused(received, answer.code(), reason).replaceWith(answer);
    }

    private void count(String code) {
        metrics.counter("adt_messages", "answer", code).increment();
    }
}
