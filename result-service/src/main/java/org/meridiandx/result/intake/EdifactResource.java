package org.meridiandx.result.intake;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import org.meridiandx.access.Access;
import org.meridiandx.access.Action;
import org.meridiandx.access.Caller;
import org.meridiandx.access.CurrentCaller;
import org.meridiandx.feeds.Sender;
import org.meridiandx.hl7v2.AckProblem;
import org.meridiandx.hl7v2.Acknowledgement;
import org.meridiandx.hl7v2.Hl7Error;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;
import org.meridiandx.result.edifact.EdifactInterchange;
import org.meridiandx.result.edifact.EdifactMapper;
import org.meridiandx.result.edifact.NhsAck;
import org.meridiandx.result.oru.OruAdmission;

/// `POST /edifact`: an interchange of NHS003 reports, as laboratories send them to GP systems. It
/// is filed as HL7 v2 results are, and answered by the NHS acknowledgement (NHS001).
@Path("/edifact")
public class EdifactResource {
    static final String TYPE = "application/edifact";
    private static final int LARGEST = 4 * 1024 * 1024;
    private static final int MOST_MESSAGES = 2_000;
    private final OruListener listener;
    private final CurrentCaller current;
    private final Access access;
    private final Clock clock;

    EdifactResource(OruListener listener, CurrentCaller current, Access access, Clock clock) {
        this.listener = listener;
        this.current = current;
        this.access = access;
        this.clock = clock;
    }

    /// Each message is filed, or refused, for itself; the same interchange again has no second
    /// effect. The sender is the token's organisation, and its mailbox (UNB-2).
    ///
    /// @return fails with 400 for what is no whole interchange, 403, 413
    @POST
    @Consumes({TYPE, "application/EDIFACT"})
    @Produces(TYPE)
    public Uni<Response> submit(byte[] body) {
        var caller = current.get();
        access.requireScopeForAll(caller, Action.CREATE, "DiagnosticReport");
        if (!caller.role().equals("laboratory") && !caller.role().equals("loader")) {
            throw ProblemException.of(
                    ProblemCode.ACCESS_DENIED, "Reports are sent by laboratories, and by the loader for them.");
        }
        if (body.length > LARGEST) {
            throw ProblemException.of(ProblemCode.TOO_LARGE, "The interchange is larger than " + LARGEST + " bytes.");
        }
        // UNOC, which the NHS uses, is ISO 8859-1.
        var interchange = EdifactInterchange.read(new String(body, StandardCharsets.ISO_8859_1))
                .filter(found -> found.messages().size() <= MOST_MESSAGES)
                .orElseThrow(EdifactResource::unreadable);
        return Multi.createFrom()
                .iterable(interchange.messages())
                .onItem()
                .transformToUniAndConcatenate(message -> take(caller, interchange, message)
                        .map(answer -> new NhsAck.Answer(message.reference(), reasonOf(answer))))
                .collect()
                .asList()
                .map(done -> respond(interchange, done));
    }

    private Uni<Acknowledgement> take(
            Caller caller, EdifactInterchange interchange, EdifactInterchange.Message message) {
        var facility = caller.role().equals("loader") ? interchange.sender() : caller.organisation();
        var sender = new Sender(facility + "/" + interchange.sender(), facility, interchange.recipient());
        var number = interchange.reference() + "-" + message.reference();
        var raw = message.raw().getBytes(StandardCharsets.ISO_8859_1);
        return listener.take(Arrived.of(sender, number, raw, clock.instant(), caller), admit(message, sender))
                .onFailure()
                .recoverWithItem(Acknowledgement::tryLater);
    }

    private static OruAdmission admit(EdifactInterchange.Message message, Sender sender) {
        if (!message.type().equals("MEDRPT") || !message.form().equals("NHS003")) {
            return new OruAdmission.Refused(Acknowledgement.reject(AckProblem.error(
                    AckProblem.Location.of("UNH", 2),
                    Hl7Error.UNSUPPORTED_MESSAGE_TYPE,
                    "Reports of the form NHS003 (MEDRPT) are taken.")));
        }
        var draft = EdifactMapper.map(message, sender);
        return draft.errors().isEmpty()
                ? new OruAdmission.Admitted(draft)
                : new OruAdmission.Refused(Acknowledgement.error(draft.errors().toArray(AckProblem[]::new)));
    }

    private static String reasonOf(Acknowledgement answer) {
        return answer instanceof Acknowledgement.Accepted
                ? ""
                : answer.problems().stream()
                        .findFirst()
                        .map(AckProblem::message)
                        .orElse("Not taken.");
    }

    private Response respond(EdifactInterchange interchange, List<NhsAck.Answer> answers) {
        var at = clock.instant();
        var text = NhsAck.of(interchange, answers, at, Long.toString(at.toEpochMilli()));
        return Response.ok(text.getBytes(StandardCharsets.ISO_8859_1), TYPE).build();
    }

    private static ProblemException unreadable() {
        return ProblemException.of(
                ProblemCode.MALFORMED_BODY,
                "The body is no EDIFACT interchange of 1 to " + MOST_MESSAGES
                        + " messages, from UNB to UNZ. It may be cut short.");
    }
}
