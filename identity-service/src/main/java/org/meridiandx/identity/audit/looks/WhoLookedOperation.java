package org.meridiandx.identity.audit.looks;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.hl7.fhir.r4.model.InstantType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.jspecify.annotations.Nullable;
import org.meridiandx.access.Action;
import org.meridiandx.access.AuditEntry;
import org.meridiandx.access.AuditTrail;
import org.meridiandx.access.CurrentCaller;
import org.meridiandx.fhir.FhirJson;
import org.meridiandx.fhir.FhirResponses;
import org.meridiandx.identity.audit.AuditAccess;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// `GET /fhir/R4/Patient/[id]/$who-looked`: for the patient themself, and for auditors. Some
/// clients write the dollar sign as `%24`.
@Path("/fhir/R4/Patient/{id}/{operation:(\\$|%24)who-looked}")
public class WhoLookedOperation {
    private static final int DEFAULT_COUNT = 50;
    private static final int MAX_COUNT = 200;
    /// Later than anything: the list begins with the newest.
    private static final Instant END_OF_TIME = Instant.parse("9999-12-31T00:00:00Z");

    private final LookRepository looks;
    private final AuditAccess access;
    private final AuditTrail audit;
    private final CurrentCaller caller;

    WhoLookedOperation(LookRepository looks, AuditAccess access, AuditTrail audit, CurrentCaller caller) {
        this.looks = looks;
        this.access = access;
        this.audit = audit;
        this.caller = caller;
    }

    /// @param count looks in a page, 50 unless given, 200 at most
    /// @param before where the page begins, as `next` of the page before says
    /// @return Parameters with a `look` for each, the newest first, and `next` where there are more
    @GET
    public Uni<Response> whoLooked(
            @PathParam("id") String id,
            @QueryParam("_count") @Nullable String count,
            @QueryParam("before") @Nullable String before) {
        var who = caller.get();
        var size = countOf(count);
        var place = Place.parse(before);
        return access.require(who, Action.SEARCH, id)
                .chain(() -> looks.page(id, place.storedAt(), place.entry(), size + 1))
                .call(page -> audit.record(
                        who, List.of(new AuditEntry("R", "who-looked", "ok", "", "AuditEvent", List.of(), id, ""))))
                .map(page -> FhirResponses.ok(FhirJson.encode(answer(page, size))));
    }

    private static Parameters answer(List<Look> page, int size) {
        var answer = new Parameters();
        var shown = page.size() > size ? page.subList(0, size) : page;
        for (var look : shown) {
            var part = answer.addParameter().setName("look");
            part.addPart().setName("text").setValue(new StringType(PlainWords.sentence(look)));
            part.addPart().setName("when").setValue(new InstantType(Date.from(look.recorded())));
            put(part, "organisation", look.organisation());
            put(part, "role", PlainWords.who(look));
            put(part, "did", PlainWords.deed(look));
            put(part, "record", PlainWords.record(look));
            put(part, "why", PlainWords.why(look));
            put(part, "outcome", PlainWords.outcome(look));
            part.addPart().setName("entry").setValue(new Reference("AuditEvent/" + look.entry()));
        }
        if (page.size() > size) {
            var last = shown.getLast();
            answer.addParameter("next", new Place(last.storedAt(), last.entry()).toString());
        }
        return answer;
    }

    private static void put(Parameters.ParametersParameterComponent part, String name, String value) {
        if (!value.isEmpty()) {
            part.addPart().setName(name).setValue(new StringType(value));
        }
    }

    private static int countOf(@Nullable String text) {
        if (text == null) {
            return DEFAULT_COUNT;
        }
        try {
            var count = Integer.parseInt(text);
            if (count >= 1) {
                return Math.min(count, MAX_COUNT);
            }
        } catch (NumberFormatException bad) {
            // told below, as a count below one is
        }
        throw ProblemException.of(
                ProblemCode.INVALID_PARAMETER, "_count takes a whole number from 1 to " + MAX_COUNT + ".", "_count");
    }

    /// A place in the list. It holds no right: access is decided anew on every page.
    private record Place(Instant storedAt, String entry) {

        static Place parse(@Nullable String text) {
            if (text == null) {
                return new Place(END_OF_TIME, "");
            }
            try {
                var parts = text.split("_", 2);
                return new Place(Instant.parse(parts[0]), parts[1]);
            } catch (DateTimeException | ArrayIndexOutOfBoundsException broken) {
                throw ProblemException.of(
                        ProblemCode.INVALID_PARAMETER, "before takes what next of the page before said.", "before");
            }
        }

        @Override
        public String toString() {
            return storedAt + "_" + entry;
        }
    }
}
