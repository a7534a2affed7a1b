package org.meridiandx.order.justification;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.meridiandx.access.AccessDecision;
import org.meridiandx.access.AccessRequest;
import org.meridiandx.access.Action;
import org.meridiandx.fhir.StoredResource;

/// The records that the facts of a request rest on, in all versions of what it was justified by.
///
/// @param questions what decides whom a record is shown to, by reference
/// @param unsealed references of which nothing is kept to decide by: those stay closed
///
/// **Hazard:** a result that was sealed later comes out by an older version.
record Grounds(Map<String, AccessRequest> questions, Set<String> unsealed) {
    private static final ObjectMapper JSON = new ObjectMapper();

    Grounds {
        questions = Collections.unmodifiableMap(new TreeMap<>(questions));
        unsealed = Set.copyOf(unsealed);
    }

    /// @param versions the newest first: the organisations are those that it names, the labels those
    ///     that any version has
    static Grounds of(StoredResource request, List<JustificationRepository.Version> versions) {
        var questions = new TreeMap<String, AccessRequest>();
        var unsealed = new HashSet<String>();
        for (var version : versions) {
            var seals = tree(version.seals());
            for (var reference : JustificationAnswer.references(version)) {
                if (seals.has(reference)) {
                    questions.merge(reference, question(request, reference, seals.path(reference)), Grounds::both);
                } else if (!isOfTheRequest(reference)) {
                    unsealed.add(reference);
                }
            }
        }
        return new Grounds(questions, unsealed);
    }

    /// What the request contains, and its patient, are shown to whom the request is shown.
    private static boolean isOfTheRequest(String reference) {
        return reference.startsWith("#") || reference.startsWith("Patient/");
    }

    private static AccessRequest question(StoredResource request, String reference, JsonNode seal) {
        return AccessRequest.of(Action.READ, typeOf(reference), request.patientId(), texts(seal.path("organisations")))
                .labelled(texts(seal.path("labels")));
    }

    private static AccessRequest both(AccessRequest newer, AccessRequest older) {
        var labels = new HashSet<>(newer.labels());
        labels.addAll(older.labels());
        return newer.labelled(labels);
    }

    /// Those records that a reader may not see, or only masked.
    ///
    /// @param decisions one per question, in order
    Set<String> closedBy(List<AccessDecision> decisions) {
        var closed = new HashSet<>(unsealed);
        var decision = decisions.iterator();
        for (var reference : questions.keySet()) {
            var about = decision.next();
            if (!about.isAllowed() || about.isMasked()) {
                closed.add(reference);
            }
        }
        return closed;
    }

    static String typeOf(String reference) {
        return reference.substring(0, reference.indexOf('/'));
    }

    private static Set<String> texts(JsonNode array) {
        var texts = new HashSet<String>();
        array.forEach(each -> texts.add(each.asText()));
        return texts;
    }

    private static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException broken) {
            throw new UncheckedIOException("a justification record cannot be read", broken);
        }
    }

    @Override
    public String toString() {
        return "Grounds[redacted]";
    }
}
