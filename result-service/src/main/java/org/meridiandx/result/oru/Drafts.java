package org.meridiandx.result.oru;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.meridiandx.directory.PatientQuery;
import org.meridiandx.hl7v2.AckProblem;

/// What a message says, mapped but not yet matched: no ids, no patient, no links between the parts.
public final class Drafts {
    private Drafts() {}

    /// @param warnings what the sender should mend; the message is taken all the same
    /// @param errors for which it is not taken
    public record Message(List<Patient> patients, List<AckProblem> warnings, List<AckProblem> errors) {
        public Message {
            errors = List.copyOf(errors);
            patients = List.copyOf(patients);
            warnings = List.copyOf(warnings);
        }
    }

    /// One PID with its reports.
    public record Patient(PatientQuery query, List<Report> reports) {
        public Patient {
            reports = List.copyOf(reports);
        }
    }

    /// @param key what a repeat or a correction is known by; empty where the sender gave no number
    /// @param parent the line of another report that this one grew out of (a culture's
    ///     sensitivities)
    /// @param document of an MDM: which document it is, and what it is to another
    /// @param isStatusOfLines whether the sender gave the report no status of its own: it is what
    ///     its lines are
    public record Report(
            ObjectNode json,
            List<Line> lines,
            List<Specimen> specimens,
            String key,
            String placerNumber,
            String fillerNumber,
            Optional<Parent> parent,
            String contentHash,
            Optional<Document> document,
            boolean isStatusOfLines) {
        public Report {
            lines = List.copyOf(lines);
            specimens = List.copyOf(specimens);
        }

        /// Of its own JSON, to be changed.
        public Report copy() {
            return new Report(
                    json.deepCopy(),
                    lines.stream()
                            .map(line -> new Line(line.json().deepCopy(), line.key(), line.code(), line.subId()))
                            .toList(),
                    specimens.stream()
                            .map(sample -> new Specimen(sample.json().deepCopy(), sample.key()))
                            .toList(),
                    key,
                    placerNumber,
                    fillerNumber,
                    parent,
                    contentHash,
                    document,
                    isStatusOfLines);
        }

        /// The same with other JSON of the report itself.
        ///
        /// @param hash of what the version on record says, where this only adds to it
        public Report with(ObjectNode other, String hash) {
            return new Report(
                    other, lines, specimens, key, placerNumber, fillerNumber, parent, hash, document, isStatusOfLines);
        }

        @Override
        public String toString() {
            return "Report[lines=" + lines.size() + "]";
        }
    }

    /// @param key code, sub-id and occurrence within the report
    public record Line(ObjectNode json, String key, String code, String subId) {
        @Override
        public String toString() {
            return "Line[]";
        }
    }

    /// @param key which of the specimens of its report
    public record Specimen(ObjectNode json, String key) {
        @Override
        public String toString() {
            return "Specimen[]";
        }
    }

    /// OBR-26 and OBR-29.
    ///
    /// @param code of the parent line; empty where only the parent order is named
    /// @param number filler number of the parent order, else its placer number; may be empty
    public record Parent(String code, String subId, String number) {}

    /// What TXA says of the document among others.
    ///
    /// @param isAddendum it adds to the report of its key
    /// @param number TXA-12
    /// @param other of a cancel, the key of the report that it may be an addendum of; of an addendum, the
    ///     key under which its own cancel may have come before it; else empty
    public record Document(boolean isAddendum, String number, String other) {}
}
