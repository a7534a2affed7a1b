package org.meridiandx.result.reports;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Specimen;
import org.meridiandx.fhir.FhirJson;
import org.meridiandx.fhir.SearchDefinition;
import org.meridiandx.problem.Problem;
import org.meridiandx.problem.ProblemException;
import org.meridiandx.result.resources.KeptType;
import org.meridiandx.result.resources.ResourceTree;

/// A type of results.
public enum ResultType implements KeptType {
    DIAGNOSTIC_REPORT(ResultSearches.DIAGNOSTIC_REPORT, DiagnosticReport.class),
    OBSERVATION(ResultSearches.OBSERVATION, Observation.class),
    SPECIMEN(ResultSearches.SPECIMEN, Specimen.class);

    private final SearchDefinition definition;
    private final Class<? extends Resource> model;

    ResultType(SearchDefinition definition, Class<? extends Resource> model) {
        this.definition = definition;
        this.model = model;
    }

    /// @param name as in `resourceType`
    /// @return empty where it is not kept here
    public static Optional<ResultType> named(String name) {
        return Arrays.stream(values())
                .filter(type -> type.fhirName().equals(name))
                .findFirst();
    }

    @Override
    public SearchDefinition definition() {
        return definition;
    }

    @Override
    public String dateParameter() {
        return this == SPECIMEN ? "collected" : "date";
    }

    @Override
    public List<Problem> faults(byte[] body) {
        try {
            var problems = new ArrayList<>(MandatoryElements.missing(FhirJson.parse(body, model)));
            problems.addAll(ResultDates.problems(ResourceTree.parse(body)));
            return problems;
        } catch (ProblemException refused) {
            return refused.problems();
        }
    }
}
