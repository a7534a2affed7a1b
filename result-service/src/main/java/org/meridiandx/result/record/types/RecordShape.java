package org.meridiandx.result.record.types;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.OffsetDateTime;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meridiandx.result.resources.ResourceColumns;
import org.meridiandx.result.resources.Token;

/// Where a type of the record says what every type says.
///
/// **Source:** FHIR R4, the resource pages and their search parameters.
///
/// @param table its part of `record_entry`
/// @param patientElement `patient` or `subject`
/// @param code what it is about
/// @param status how it stands: a code, or the first coding of a concept
/// @param dates when it happened, and when it was recorded
public record RecordShape(String table, String patientElement, Named code, Named status, List<Dated> dates) {
    public RecordShape {
        dates = List.copyOf(dates);
    }

    /// @param element of the resource
    /// @param parameter of the search
    public record Named(String element, String parameter) {}

    /// @param column timestamptz
    /// @param parameter of the search; empty where FHIR has none
    /// @param pointers to the dates, the first that is there counts
    public record Dated(String column, String parameter, List<String> pointers) {
        public Dated {
            pointers = List.copyOf(pointers);
        }

        boolean isSearched() {
            return !parameter.isEmpty();
        }
    }

    static Dated happened(String parameter, String... pointers) {
        return new Dated("happened_at", parameter, List.of(pointers));
    }

    static Dated recorded(String parameter, String... pointers) {
        return new Dated("recorded_at", parameter, List.of(pointers));
    }

    /// All codings of what it is about; of a medication those of the contained one that it refers to.
    public List<Token> codes(ObjectNode resource) {
        var codes = new LinkedHashSet<>(ResourceColumns.codings(resource.path(code.element())));
        if (resource.path("medicationReference").isObject()) {
            ResourceColumns.each(resource.path("contained")).stream()
                    .filter(one -> one.path("resourceType").asText().equals("Medication"))
                    .forEach(one -> codes.addAll(ResourceColumns.codings(one.path("code"))));
        }
        return List.copyOf(codes);
    }

    /// Its status, or the code of the first coding of its clinical status; empty where it says none.
    public String statusOf(ObjectNode resource) {
        var said = resource.path(status.element());
        return said.isTextual() ? ResourceColumns.text(said) : firstCode(resource, status.element());
    }

    /// Code of the verification status; empty where there is none.
    public static String verificationOf(ObjectNode resource) {
        return firstCode(resource, "verificationStatus");
    }

    /// @param column of [#dates]
    public @Nullable OffsetDateTime date(ObjectNode resource, String column) {
        for (var dated : dates) {
            for (var pointer : dated.column().equals(column) ? dated.pointers() : List.<String>of()) {
                var time = ResourceColumns.time(resource.at(pointer));
                if (time != null) {
                    return time;
                }
            }
        }
        return null;
    }

    private static String firstCode(ObjectNode resource, String element) {
        var codes = ResourceColumns.codings(resource.path(element));
        return codes.isEmpty() ? "" : codes.getFirst().value();
    }
}
