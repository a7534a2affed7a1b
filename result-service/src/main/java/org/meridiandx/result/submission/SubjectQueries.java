package org.meridiandx.result.submission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.meridiandx.directory.OrderQuery;
import org.meridiandx.directory.PatientQuery;
import org.meridiandx.fhir.IdentifierSystems;
import org.meridiandx.result.filing.SubjectReference;
import org.meridiandx.result.resources.ResourceColumns;
import org.meridiandx.result.resources.Token;

/// What a submitted resource says of its patient and its order, as questions to the directories.
public final class SubjectQueries {
    private static final String NONE = "";
    private final Map<String, ObjectNode> context;

    public SubjectQueries(Map<String, ObjectNode> context) {
        this.context = context;
    }

    /// From `subject` or `patient`: a Patient of the submission, `Patient/id`, or an identifier.
    public PatientQuery patient(ObjectNode resource) {
        var subject = SubjectReference.of(resource);
        var patient = context.get(ResourceColumns.text(subject.path("reference")));
        if (patient != null) {
            return new PatientQuery(
                    NONE,
                    nhsNumberFirst(ResourceColumns.identifiers(patient)),
                    day(ResourceColumns.text(patient.path("birthDate"))));
        }
        var id = ResourceColumns.idOf(subject);
        if (!id.isEmpty() && id.indexOf('?') < 0) {
            return PatientQuery.ofId(id);
        }
        var holder = resource.objectNode();
        holder.set("identifier", subject.path("identifier").deepCopy());
        return new PatientQuery(NONE, nhsNumberFirst(ResourceColumns.identifiers(holder)), NONE);
    }

    /// From `basedOn`, else the report's own accession number: each a question of its own, the first answer counts.
    List<OrderQuery> orders(ObjectNode report, String patientId) {
        var queries = new ArrayList<OrderQuery>();
        for (var reference : ResourceColumns.each(report.path("basedOn"))) {
            var order = context.get(ResourceColumns.text(reference.path("reference")));
            var id = ResourceColumns.idOf(reference);
            if (order != null) {
                ResourceColumns.each(order.path("identifier")).forEach(number -> add(queries, number, patientId));
                add(queries, order.path("requisition"), patientId);
            } else if (!id.isEmpty()) {
                queries.add(new OrderQuery(id, NONE, NONE, NONE, patientId));
            }
            add(queries, reference.path("identifier"), patientId);
        }
        for (var identifier : ResourceColumns.each(report.path("identifier"))) {
            if (typeOf(identifier).equals(IdentifierSystems.TYPE_ACCESSION)) {
                add(queries, identifier, patientId);
            }
        }
        return queries.subList(0, Math.min(queries.size(), 4));
    }

    private static void add(List<OrderQuery> queries, JsonNode identifier, String patientId) {
        var value = ResourceColumns.text(identifier.path("value"));
        if (value.isEmpty()) {
            return;
        }
        queries.add(
                switch (typeOf(identifier)) {
                    case IdentifierSystems.TYPE_ACCESSION -> new OrderQuery(NONE, NONE, NONE, value, patientId);
                    case IdentifierSystems.TYPE_FILLER -> new OrderQuery(NONE, NONE, value, NONE, patientId);
                    default -> new OrderQuery(NONE, value, NONE, NONE, patientId);
                });
    }

    private static String typeOf(JsonNode identifier) {
        var codings = ResourceColumns.codings(identifier.path("type"));
        return codings.isEmpty() ? NONE : codings.getFirst().value();
    }

    private static List<PatientQuery.Key> nhsNumberFirst(List<Token> identifiers) {
        return identifiers.stream()
                .sorted(Comparator.comparing(identifier -> !isNational(identifier)))
                .map(identifier -> new PatientQuery.Key(identifier.system(), identifier.value()))
                .toList();
    }

    private static boolean isNational(Token identifier) {
        return identifier.system().equals(IdentifierSystems.NHS_NUMBER);
    }

    private static String day(String birthDate) {
        return birthDate.length() == 10 ? birthDate : NONE;
    }
}
