package org.meridiandx.result.reports;

import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Resource;
import org.meridiandx.problem.Problem;
import org.meridiandx.problem.ProblemCode;

/// What a result cannot be without: nobody could tell what it is of, or whether it holds.
///
/// **Source:** FHIR R4, elements of cardinality 1..1 of DiagnosticReport and Observation; Specimen has none.
final class MandatoryElements {
    private final List<Problem> problems = new ArrayList<>();

    private MandatoryElements() {}

    static List<Problem> missing(Resource resource) {
        var elements = new MandatoryElements();
        switch (resource) {
            case DiagnosticReport report -> elements.check(report);
            case Observation observation -> elements.check(observation);
            default -> {}
        }
        return elements.problems;
    }

    private void check(DiagnosticReport report) {
        require(report.hasStatus(), "DiagnosticReport.status");
        require(report.hasCode(), "DiagnosticReport.code");
        for (var i = 0; i < report.getMedia().size(); i++) {
            require(report.getMedia().get(i).hasLink(), "DiagnosticReport.media[" + i + "].link");
        }
    }

    private void check(Observation observation) {
        require(observation.hasStatus(), "Observation.status");
        require(observation.hasCode(), "Observation.code");
        for (var i = 0; i < observation.getComponent().size(); i++) {
            require(observation.getComponent().get(i).hasCode(), "Observation.component[" + i + "].code");
        }
    }

    private void require(boolean isThere, String place) {
        if (!isThere) {
            problems.add(Problem.of(
                    ProblemCode.MISSING_VALUE, place + " is missing. FHIR R4 asks for it: say what it is.", place));
        }
    }
}
