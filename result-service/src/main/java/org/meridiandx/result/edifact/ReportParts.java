package org.meridiandx.result.edifact;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A MEDRPT message cut into what belongs together: header segments, specimens, investigations.
///
/// **Source:** NHS003 message (pathology report, MEDRPT) as GP systems read it: S01 parties, S02
/// report, S06 and S07 patient, S10 clinical information, S16 specimens and investigations, S20
/// reference ranges.
final class ReportParts {
    /// By section; S01 stands apart, because it repeats.
    final Map<String, List<EdifactSegment>> sections = new HashMap<>();

    final List<EdifactSegment> parties = new ArrayList<>();
    final List<List<EdifactSegment>> specimens = new ArrayList<>();
    final List<Investigation> investigations = new ArrayList<>();

    private ReportParts() {}

    /// An INV with what follows it.
    static final class Investigation {
        final EdifactSegment inv;
        final List<EdifactSegment> details = new ArrayList<>();
        final List<EdifactSegment> ranges = new ArrayList<>();

        Investigation(EdifactSegment inv) {
            this.inv = inv;
        }

        /// The value of a reference (RFF), such as `ASL`; empty where there is none.
        String reference(String qualifier) {
            return ReportParts.reference(details, qualifier);
        }

        /// Its number, by which others say that they belong to it; empty where it is no group.
        String sequence() {
            return details.stream()
                    .filter(segment -> segment.is("SEQ"))
                    .map(segment -> segment.text(1))
                    .findFirst()
                    .orElse("");
        }
    }

    static ReportParts of(List<EdifactSegment> segments) {
        var parts = new ReportParts();
        var section = "";
        Investigation open = null;
        for (var segment : segments) {
            if (segment.name().matches("S\\d\\d")) {
                section = segment.name();
                if (section.equals("S16")) {
                    parts.specimens.add(new ArrayList<>());
                    open = null;
                }
            } else if (segment.is("INV")) {
                open = new Investigation(segment);
                parts.investigations.add(open);
                section = "INV";
            } else if (segment.is("GIS") && open != null) {
                section = "INV"; // begins the next investigation
            } else {
                parts.add(section, segment, open);
            }
        }
        return parts;
    }

    private void add(String section, EdifactSegment segment, @Nullable Investigation open) {
        if (section.equals("S01")) {
            parties.add(segment);
        } else if (open != null && section.equals("S20")) {
            open.ranges.add(segment);
        } else if (open != null) {
            open.details.add(segment);
        } else if (section.equals("S16")) {
            specimens.getLast().add(segment);
        } else {
            sections.computeIfAbsent(section, ignored -> new ArrayList<>()).add(segment);
        }
    }

    List<EdifactSegment> section(String name) {
        return sections.getOrDefault(name, List.of());
    }

    static String reference(List<EdifactSegment> segments, String qualifier) {
        return segments.stream()
                .filter(segment -> segment.is("RFF") && segment.text(0, 0).equals(qualifier))
                .map(segment -> segment.text(0, 1))
                .findFirst()
                .orElse("");
    }

    /// The value of a time (DTM), such as `SCO`; empty where there is none.
    static String time(List<EdifactSegment> segments, String qualifier) {
        return segments.stream()
                .filter(segment -> segment.is("DTM") && segment.text(0, 0).equals(qualifier))
                .map(segment -> segment.text(0, 1))
                .findFirst()
                .orElse("");
    }

    /// Free texts (FTX) of a kind, each with its lines.
    static List<String> texts(List<EdifactSegment> segments, String kind) {
        return segments.stream()
                .filter(segment -> segment.is("FTX") && segment.text(0).equals(kind))
                .map(segment -> segment.lines(3))
                .filter(text -> !text.isEmpty())
                .toList();
    }
}
