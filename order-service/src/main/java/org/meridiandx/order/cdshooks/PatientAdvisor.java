package org.meridiandx.order.cdshooks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.meridiandx.access.Caller;
import org.meridiandx.order.cdshooks.calls.HookRequest;
import org.meridiandx.order.guidance.record.OpenResults;

/// Tells in short which requests of a patient are open, which of them stand twice, and which results
/// nobody has acknowledged.
@ApplicationScoped
class PatientAdvisor {
    private static final String RULE = "open-requests";
    private static final String NAMELESS = "a request without a name";
    private static final int MOST_SHOWN = 10;

    private final OpenRequests open;
    private final OpenResults results;
    private final PatientLookup patients;

    PatientAdvisor(OpenRequests open, OpenResults results, PatientLookup patients) {
        this.open = open;
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
        return open.of(caller, patientId)
                .map(found -> found.unchecked().map(why -> notLooked(why)).orElseGet(() -> card(found.requests())));
    }

    private static Optional<Card> notLooked(String why) {
        return Optional.of(card(Card.Kind.NOTE, Card.Indicator.INFO, "Open requests were not looked up", why));
    }

    /// @param open those that the caller may see
    static Optional<Card> card(List<ObjectNode> open) {
        if (open.isEmpty()) {
            return Optional.empty();
        }
        var twice = twice(open);
        var summary = (open.size() < OpenRequests.MOST ? String.valueOf(open.size()) : OpenRequests.MOST + " or more")
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
        var most = open.size() < OpenRequests.MOST ? "" : "; there may be others";
        return String.join("\n", lines) + more + most;
    }

    static String ofDay(JsonNode time) {
        var text = time.asText("");
        return text.length() < "yyyy-mm-dd".length() ? "" : ", " + text.substring(0, "yyyy-mm-dd".length());
    }

    /// The words of the code, without what Markdown would take for its own.
    static String nameOf(ObjectNode request) {
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
