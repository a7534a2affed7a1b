package org.meridiandx.order.cdshooks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.MultivaluedHashMap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.meridiandx.access.Caller;
import org.meridiandx.fhir.SearchDefinition;
import org.meridiandx.fhir.StoredResources;
import org.meridiandx.order.cdshooks.calls.HookJson;
import org.meridiandx.order.cdshooks.calls.HookRequest;
import org.meridiandx.order.guidance.record.OpenResults;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// Tells in short which requests of a patient are open, which of them stand twice, and which results
/// nobody has acknowledged. Decided,
/// hidden and audited as any other search.
@ApplicationScoped
class PatientAdvisor {
    private static final String RULE = "open-requests";
    private static final String NAMELESS = "a request without a name";
    private static final int MOST_SHOWN = 10;
    private static final int MOST_FOUND = 50;
    private static final SearchDefinition REQUESTS = SearchDefinition.of("ServiceRequest", "service_request")
            .reference("patient", "patient_id", "Patient")
            .token("status", "status")
            .dateTime("authored", "authored_on")
            .followingMerges()
            .build();

    private final StoredResources stored;
    private final OpenResults results;
    private final PatientLookup patients;

    PatientAdvisor(StoredResources stored, OpenResults results, PatientLookup patients) {
        this.stored = stored;
        this.results = results;
        this.patients = patients;
    }

    Uni<HookAnswer> answer(Caller caller, HookRequest request) {
        return patients.find(caller, request)
                .chain(known -> known.regionId()
                        .map(id -> ofPatient(caller, id))
                        .orElseGet(() -> Uni.createFrom()
                                .item(notLooked(String.join(" ", known.unchecked())).stream()
                                        .toList())))
                .map(cards -> new HookAnswer(cards, List.of()));
    }

    private Uni<List<Card>> ofPatient(Caller caller, String patientId) {
        return Uni.combine()
                .all()
                .unis(requests(caller, patientId), results.of(caller, patientId).map(OpenResultCards::of))
                .with((requests, open) ->
                        Stream.of(requests, open).flatMap(Optional::stream).toList());
    }

    private Uni<Optional<Card>> requests(Caller caller, String patientId) {
        var query = new MultivaluedHashMap<String, String>();
        query.add("patient", "Patient/" + patientId);
        query.add("status", "active,on-hold");
        query.add("_sort", "-_lastUpdated");
        query.add("_count", String.valueOf(MOST_FOUND));
        return stored.search(caller, REQUESTS, query)
                .map(found -> card(HookJson.object(((Buffer) found.getEntity()).getBytes())))
                .onFailure(ProblemException.class)
                .recoverWithItem(refused ->
                        notLooked(reason(((ProblemException) refused).problem().code())));
    }

    private static String reason(ProblemCode code) {
        return switch (code) {
            case ACCESS_DENIED -> PatientLookup.CLOSED;
            case INSUFFICIENT_SCOPE ->
                "The region's record was not looked at: this client may not search requests. Ask for"
                        + " system/ServiceRequest.rs.";
            default -> PatientLookup.AWAY;
        };
    }

    private static Optional<Card> notLooked(String why) {
        return Optional.of(card(Card.Kind.NOTE, Card.Indicator.INFO, "Open requests were not looked up", why));
    }

    /// @param bundle of the open requests that the caller may see
    static Optional<Card> card(ObjectNode bundle) {
        var open = new ArrayList<ObjectNode>();
        bundle.path("entry").forEach(entry -> {
            if (entry.path("resource") instanceof ObjectNode resource) {
                open.add(resource);
            }
        });
        if (open.isEmpty()) {
            return Optional.empty();
        }
        var twice = twice(open);
        var summary = (open.size() < MOST_FOUND ? String.valueOf(open.size()) : MOST_FOUND + " or more")
                + (open.size() == 1 ? " request is open" : " requests are open")
                + (twice.isEmpty() ? "" : "; asked for more than once: " + String.join(", ", twice));
        var indicator = twice.isEmpty() ? Card.Indicator.INFO : Card.Indicator.WARNING;
        return Optional.of(card(Card.Kind.RECORD, indicator, summary, detail(open)));
    }

    private static Card card(Card.Kind kind, Card.Indicator indicator, String summary, String detail) {
        return Card.of(
                new Card.About(kind, RULE, "Open requests", Optional.empty()),
                new Card.Text(indicator, summary, detail));
    }

    /// Of those that are masked nobody can say that they are the same.
    private static List<String> twice(List<ObjectNode> open) {
        var number = new LinkedHashMap<String, Integer>();
        open.stream()
                .map(PatientAdvisor::nameOf)
                .filter(name -> !name.equals(NAMELESS))
                .forEach(name -> number.merge(name, 1, Integer::sum));
        return number.entrySet().stream()
                .filter(entry -> entry.getValue() > 1)
                .map(entry -> entry.getKey() + " (" + entry.getValue() + ")")
                .toList();
    }

    private static String detail(List<ObjectNode> open) {
        var lines = open.stream()
                .limit(MOST_SHOWN)
                .map(request -> "- " + nameOf(request) + ", "
                        + request.path("status").asText() + ofDay(request.path("authoredOn")))
                .toList();
        var more = open.size() > MOST_SHOWN ? "\n- and " + (open.size() - MOST_SHOWN) + " more" : "";
        var most = open.size() < MOST_FOUND ? "" : "; there may be others";
        return String.join("\n", lines) + more + most;
    }

    private static String ofDay(JsonNode time) {
        var text = time.asText("");
        return text.length() < "yyyy-mm-dd".length() ? "" : ", " + text.substring(0, "yyyy-mm-dd".length());
    }

    /// The words of the code, without what Markdown would take for its own.
    private static String nameOf(ObjectNode request) {
        var code = request.path("code");
        var name = code.path("text").asText("");
        for (var coding : code.path("coding")) {
            name = name.isEmpty()
                    ? coding.path("display").asText(coding.path("code").asText(""))
                    : name;
        }
        return name.isEmpty() ? NAMELESS : Card.plain(name);
    }
}
