package org.meridiandx.result.record.summary;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import org.meridiandx.directory.NamedPatient;
import org.meridiandx.result.record.rules.Absence;

/// What a summary says, before it becomes a document or a page.
///
/// @param patient whom it is about
/// @param at when it was put together
record Summary(NamedPatient patient, Instant at, List<Section> sections) {
    Summary {
        sections = List.copyOf(sections);
    }

    /// @param absence of what, where nothing is shown
    /// @param notes what else the reader must know: what was left out, who contradicts
    record Section(SummarySection kind, List<Shown> shown, Absence absence, List<String> notes) {
        Section {
            shown = List.copyOf(shown);
            notes = List.copyOf(notes);
        }
    }

    /// One fact.
    ///
    /// @param resource as it is kept
    /// @param sources ODS codes of all that tell it, and since when
    record Shown(String type, String id, ObjectNode resource, List<Source> sources) {
        Shown {
            sources = List.copyOf(sources);
        }

        @Override
        public String toString() {
            return "Shown[" + type + "/" + id + "]";
        }
    }

    /// @param organisation ODS code
    /// @param recordedOn FHIR date; empty where it did not say
    record Source(String organisation, String recordedOn) {
        @Override
        public String toString() {
            return recordedOn.isEmpty() ? organisation : organisation + ", " + recordedOn;
        }
    }

    @Override
    public String toString() {
        return "Summary[sections=" + sections.size() + "]";
    }
}
