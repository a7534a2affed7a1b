package org.meridiandx.order.records;

import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.meridiandx.fhir.PlausibleDates;
import org.meridiandx.problem.Problem;
import org.meridiandx.problem.ProblemCode;

/// What no request may say, whichever way it comes: dates that cannot be true, and numbers too long to
/// be indexed, printed or typed again.
public final class RequestLimits {
    /// The most characters that any number, code or system of a request may have.
    public static final int MAX_NUMBER = 200;

    private RequestLimits() {}

    /// @return a problem per fault, with its FHIR path; empty when nothing is wrong
    public static List<Problem> problems(ServiceRequest request) {
        var problems = new ArrayList<Problem>();
        dates(request, problems);
        numbers(request, problems);
        return List.copyOf(problems);
    }

    private static void dates(ServiceRequest request, List<Problem> problems) {
        PlausibleDates.occurrence(request.getAuthoredOnElement().getValueAsString(), "ServiceRequest.authoredOn")
                .ifPresent(problems::add);
        if (request.hasOccurrenceDateTimeType()) {
            PlausibleDates.occurrence(
                            request.getOccurrenceDateTimeType().getValueAsString(), "ServiceRequest.occurrenceDateTime")
                    .ifPresent(problems::add);
        }
        if (request.hasOccurrencePeriod()) {
            problems.addAll(period(request.getOccurrencePeriod(), "ServiceRequest.occurrencePeriod"));
        }
    }

    private static List<Problem> period(Period period, String place) {
        return PlausibleDates.period(
                period.getStartElement().getValueAsString(),
                period.getEndElement().getValueAsString(),
                place);
    }

    private static void numbers(ServiceRequest request, List<Problem> problems) {
        for (var identifier : request.getIdentifier()) {
            number(RequestFacts.numberOf(identifier), "ServiceRequest.identifier", problems);
        }
        if (request.hasRequisition()) {
            number(RequestFacts.numberOf(request.getRequisition()), "ServiceRequest.requisition", problems);
        }
        for (var coding : request.getCode().getCoding()) {
            var code = new RequestFacts.Number(
                    coding.hasSystem() ? coding.getSystem() : "", coding.hasCode() ? coding.getCode() : "");
            number(code, "ServiceRequest.code", problems);
        }
    }

    private static void number(RequestFacts.Number number, String place, List<Problem> problems) {
        if (number.value().length() > MAX_NUMBER || number.system().length() > MAX_NUMBER) {
            problems.add(Problem.of(
                    ProblemCode.INVALID_VALUE,
                    "A number or code, and its system, have at most " + MAX_NUMBER + " characters.",
                    place));
        }
    }
}
