package org.meridiandx.result.intake;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.meridiandx.access.Access;
import org.meridiandx.access.Action;
import org.meridiandx.access.Caller;
import org.meridiandx.access.CurrentCaller;
import org.meridiandx.feeds.Sender;
import org.meridiandx.hl7v2.AckProblem;
import org.meridiandx.hl7v2.Acknowledgement;
import org.meridiandx.hl7v2.Hl7Batch;
import org.meridiandx.hl7v2.Hl7Error;
import org.meridiandx.hl7v2.ReceivedMessage;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// `POST /hl7v2`: HL7 v2 results over HTTP, one message or a batch. The same as over MLLP, but that
/// the token says who sends.
///
/// Whatever HL7 v2 says of a message stands in its acknowledgement, with status 200; 4xx is for what
/// is wrong with the request. **Source:** HL7 v2.5.1 chapter 2.10.3 (batches).
@Path("/hl7v2")
public class Hl7Resource {
    static final String ER7 = "application/hl7-v2+er7";
    static final int MOST_MESSAGES = BatchIntake.MOST_MESSAGES;
    private static final ReceivedMessage.Peer PEER = ReceivedMessage.Peer.named("http");
    private final OruListener listener;
    private final BatchIntake batches;
    private final CurrentCaller current;
    private final Access access;

    Hl7Resource(OruListener listener, BatchIntake batches, CurrentCaller current, Access access) {
        this.listener = listener;
        this.batches = batches;
        this.current = current;
        this.access = access;
    }

    /// @return the acknowledgement, or a batch of them; 204 where MSH-15 and MSH-16 want none; fails
    ///     with 400 for what is no HL7 v2, 403, 413
    @POST
    @Consumes({ER7, "x-application/hl7-v2+er7"})
    @Produces(ER7)
    public Uni<Response> submit(byte[] body) {
        var caller = current.get();
        access.requireScopeForAll(caller, Action.CREATE, "DiagnosticReport");
        var batch = read(body);
        var envelope = BatchEnvelope.of(body, batch);
        if (envelope.isEmpty()) {
            return batches.takeOne(batch.messages().getFirst(), PEER, message -> take(caller, message))
                    .map(Hl7Resource::respond);
        }
        return batches.take(envelope.get(), batch, PEER, message -> take(caller, message))
                .map(answer -> respond(Optional.of(answer)));
    }

    private Hl7Batch read(byte[] body) {
        Hl7Batch batch;
        try {
            batch = Hl7Batch.split(body, MOST_MESSAGES);
        } catch (IllegalArgumentException tooMany) {
            throw ProblemException.of(
                    ProblemCode.TOO_LARGE, "A batch holds at most " + MOST_MESSAGES + " messages. Send it in parts.");
        }
        if (batch.messages().isEmpty()) {
            throw ProblemException.of(
                    ProblemCode.MALFORMED_BODY, "The body holds no HL7 v2 message: no segment begins with MSH.");
        }
        if (batch.messages().size() == 1 && batch.messages().getFirst().length > batches.maxMessageBytes()) {
            throw ProblemException.of(
                    ProblemCode.TOO_LARGE, "The message is larger than " + batches.maxMessageBytes() + " bytes.");
        }
        return batch;
    }

    private Uni<Acknowledgement> take(Caller caller, ReceivedMessage message) {
        var refusal = refusal(caller, message);
        return refusal.isPresent() ? Uni.createFrom().item(refusal.get()) : listener.handle(message, caller);
    }

    /// A message in the name of another organisation than the token's: the loader alone brings
    /// those of others.
    private static Optional<Acknowledgement> refusal(Caller caller, ReceivedMessage message) {
        var isOwn = Sender.of(message.header())
                .odsCode()
                .filter(code -> code.value().equals(caller.organisation()))
                .isPresent();
        return isOwn || caller.role().equals("loader")
                ? Optional.empty()
                : Optional.of(Acknowledgement.reject(AckProblem.error(
                        AckProblem.Location.of("MSH", 4),
                        Hl7Error.UNKNOWN_KEY,
                        "MSH-4 is not the organisation of the token: send in the name of your own organisation.")));
    }

    private static Response respond(Optional<byte[]> answer) {
        return answer.map(bytes -> Response.ok(bytes, ER7))
                .orElseGet(Response::noContent)
                .build();
    }
}
