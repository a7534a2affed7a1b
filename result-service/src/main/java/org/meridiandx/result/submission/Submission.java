package org.meridiandx.result.submission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.meridiandx.access.Caller;
import org.meridiandx.result.record.types.RecordType;

/// What a caller submits to be filed together.
///
/// @param context resources of other services that the items refer to, by full URL and by `Type/id`; never stored
/// @param requestKey the same for a repeat of the same request with the same bytes
/// @param kind how strictly a number that is known already is taken
public record Submission(
        Caller caller, List<Item> items, Map<String, ObjectNode> context, String requestKey, Kind kind) {
    public Submission {
        items = List.copyOf(items);
        context = Map.copyOf(context);
    }

    /// A laboratory's message may supersede what it sent before; a plain create must say that it corrects.
    public enum Kind {
        CREATE,
        MESSAGE
    }

    /// One resource of a type that is kept here: read strictly already.
    ///
    /// @param place where it stood in the request, for error texts, such as `Bundle.entry[3].resource`
    /// @param fullUrl what other items call it by; empty where they cannot
    /// @param ifNoneExist an identifier search: with one match nothing is created
    /// @param mayUpdate whether other content under a known number is its next version
    public record Item(String place, String fullUrl, ObjectNode json, Optional<String> ifNoneExist, boolean mayUpdate) {

        /// One that is to be created.
        public Item(String place, String fullUrl, ObjectNode json, Optional<String> ifNoneExist) {
            this(place, fullUrl, json, ifNoneExist, false);
        }

        public String type() {
            return json.path("resourceType").asText();
        }

        /// Whether it is an entry of the shared record, which belongs to no report.
        boolean isOfRecord() {
            return RecordType.named(type()).isPresent();
        }

        @Override
        public String toString() {
            return "Item[" + place + "]";
        }
    }

    @Override
    public String toString() {
        return "Submission[items=" + items.size() + "]";
    }
}
