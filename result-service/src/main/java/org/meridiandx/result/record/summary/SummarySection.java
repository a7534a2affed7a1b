package org.meridiandx.result.record.summary;

import static org.meridiandx.result.record.types.RecordType.ALLERGY_INTOLERANCE;
import static org.meridiandx.result.record.types.RecordType.CARE_PLAN;
import static org.meridiandx.result.record.types.RecordType.CONDITION;
import static org.meridiandx.result.record.types.RecordType.IMMUNIZATION;
import static org.meridiandx.result.record.types.RecordType.MEDICATION_REQUEST;
import static org.meridiandx.result.record.types.RecordType.MEDICATION_STATEMENT;
import static org.meridiandx.result.record.types.RecordType.PROCEDURE;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.meridiandx.result.record.types.RecordType;

/// The sections of the summary, and what belongs to each.
///
/// **Source:** IPS 2.0.0, Composition-uv-ips: the first three are required, the others optional. **Hazard:** an entry
/// whose status nobody understands is shown as one that counts.
enum SummarySection {
    ALLERGIES("48765-2", "Allergies and intolerances", Set.of(ALLERGY_INTOLERANCE), Past.LEFT_OUT, true),
    MEDICATION("10160-0", "Medication", Set.of(MEDICATION_REQUEST, MEDICATION_STATEMENT), Past.LEFT_OUT, true),
    PROBLEMS("11450-4", "Problems", Set.of(CONDITION), Past.LEFT_OUT, true),
    PAST_PROBLEMS("11348-0", "Past problems", Set.of(CONDITION), Past.ALONE, false),
    IMMUNISATIONS("11369-6", "Immunisations", Set.of(IMMUNIZATION), Past.ALIKE, false),
    PROCEDURES("47519-4", "Procedures", Set.of(PROCEDURE), Past.ALIKE, false),
    RESULTS("30954-2", "Latest results", Set.of(), Past.ALIKE, false),
    PLANS("18776-5", "Care plans", Set.of(CARE_PLAN), Past.LEFT_OUT, false);

    private static final Set<String> OVER = Set.of("inactive", "resolved", "remission", "completed", "stopped");
    private static final Set<String> NEVER =
            Set.of("entered-in-error", "cancelled", "not-done", "not-taken", "draft", "revoked");

    private final String loinc;
    private final String title;
    private final Set<RecordType> types;
    private final Past past;
    private final boolean isRequired;

    SummarySection(String loinc, String title, Set<RecordType> types, Past past, boolean isRequired) {
        this.loinc = loinc;
        this.title = title;
        this.types = types;
        this.past = past;
        this.isRequired = isRequired;
    }

    /// What becomes of entries that are over.
    private enum Past {
        LEFT_OUT,
        ALONE,
        ALIKE
    }

    String loinc() {
        return loinc;
    }

    String title() {
        return title;
    }

    /// Whether it stands there with nothing in it too.
    boolean isRequired() {
        return isRequired;
    }

    boolean takes(RecordType type) {
        return types.contains(type);
    }

    /// Where an entry belongs; empty where it is none for a summary.
    ///
    /// @param status as it is searched by
    static Optional<SummarySection> of(RecordType type, String status) {
        if (NEVER.contains(status)) {
            return Optional.empty();
        }
        return Arrays.stream(values())
                .filter(section -> section.takes(type))
                .filter(section -> switch (section.past) {
                    case LEFT_OUT -> !OVER.contains(status);
                    case ALONE -> OVER.contains(status);
                    case ALIKE -> true;
                })
                .findFirst();
    }

    /// Statuses of what no section takes.
    static String[] never() {
        return NEVER.toArray(String[]::new);
    }

    /// Statuses of what is over.
    static String[] over() {
        return OVER.toArray(String[]::new);
    }

    /// Types of which only what is not over is taken.
    static List<String> currentOnly() {
        return Arrays.stream(RecordType.values())
                .filter(type ->
                        OVER.stream().allMatch(status -> of(type, status).isEmpty()))
                .map(RecordType::fhirName)
                .toList();
    }

    /// Whether a status says that something is no more.
    static boolean isOver(String status) {
        return OVER.contains(status);
    }

    /// Those that entries can be in.
    static List<SummarySection> inOrder() {
        return List.of(values());
    }
}
