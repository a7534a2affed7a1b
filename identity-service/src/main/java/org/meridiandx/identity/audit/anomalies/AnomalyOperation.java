package org.meridiandx.identity.audit.anomalies;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.jspecify.annotations.Nullable;
import org.meridiandx.access.Action;
import org.meridiandx.access.AuditEntry;
import org.meridiandx.access.AuditTrail;
import org.meridiandx.access.CurrentCaller;
import org.meridiandx.fhir.FhirJson;
import org.meridiandx.fhir.FhirResponses;
import org.meridiandx.identity.audit.AuditAccess;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// `GET /fhir/R4/AuditEvent/$anomalies`: for the privacy officer. Some clients write the dollar
/// sign as `%24`.
@Path("/fhir/R4/AuditEvent/{operation:(\\$|%24)anomalies}")
public class AnomalyOperation {
    private static final Duration DEFAULT_PERIOD = Duration.ofDays(1);
    private static final Duration LONGEST_PERIOD = Duration.ofDays(31);
    private final AnomalyService anomalies;
    private final AuditAccess access;
    private final AuditTrail audit;
    private final CurrentCaller caller;
    private final Clock clock;

    AnomalyOperation(
            AnomalyService anomalies, AuditAccess access, AuditTrail audit, CurrentCaller caller, Clock clock) {
        this.anomalies = anomalies;
        this.access = access;
        this.audit = audit;
        this.caller = caller;
        this.clock = clock;
    }

    /// @param since FHIR instant; a day before `until` unless given
    /// @param until FHIR instant; now unless given; at most 31 days after `since`
    /// @return Parameters with an `anomaly` for each, and `leftOut` for what could not be looked
    /// for
    @GET
    public Uni<Response> anomalies(
            @QueryParam("since") @Nullable String since, @QueryParam("until") @Nullable String until) {
        var who = caller.get();
        var end = instantOf("until", until).orElse(clock.instant());
        var begin = instantOf("since", since).orElse(end.minus(DEFAULT_PERIOD));
        if (!begin.isBefore(end) || begin.plus(LONGEST_PERIOD).isBefore(end)) {
            throw ProblemException.of(
                    ProblemCode.INVALID_PARAMETER, "since is before until, by at most 31 days.", "since", "until");
        }
        return access.require(who, Action.SEARCH, "")
                .chain(() -> anomalies.report(begin, end))
                .call(report -> audit.record(who, disclosed(report)))
                .map(report -> FhirResponses.ok(FhirJson.encode(answer(report, begin, end))));
    }

    /// The report names patients: one entry for each.
    private static List<AuditEntry> disclosed(AnomalyService.Report report) {
        var patients = new LinkedHashSet<String>();
        report.anomalies().stream()
                .map(Anomaly::patientId)
                .filter(id -> !id.isEmpty())
                .forEach(patients::add);
        return patients.stream()
                .map(id -> new AuditEntry("R", "anomalies", "ok", "", "AuditEvent", List.of(), id, ""))
                .toList();
    }

    private static Parameters answer(AnomalyService.Report report, Instant begin, Instant end) {
        var answer = new Parameters();
        answer.addParameter("period", new Period().setStart(Date.from(begin)).setEnd(Date.from(end)));
        for (var anomaly : report.anomalies()) {
            put(answer.addParameter().setName("anomaly"), anomaly);
        }
        report.leftOut().forEach(reason -> answer.addParameter("leftOut", reason));
        return answer;
    }

    private static void put(Parameters.ParametersParameterComponent part, Anomaly anomaly) {
        put(part, "kind", anomaly.kind());
        put(part, "text", anomaly.text());
        put(part, "agent", anomaly.agent());
        put(part, "client", anomaly.clientId());
        put(part, "organisation", anomaly.organisation());
        if (!anomaly.patientId().isEmpty()) {
            part.addPart().setName("patient").setValue(new Reference("Patient/" + anomaly.patientId()));
        }
        part.addPart().setName("count").setValue(new IntegerType((int) Math.min(anomaly.count(), Integer.MAX_VALUE)));
        var period = new Period().setStart(Date.from(anomaly.from())).setEnd(Date.from(anomaly.until()));
        part.addPart().setName("period").setValue(period);
        anomaly.entries().forEach(id -> part.addPart().setName("entry").setValue(new Reference("AuditEvent/" + id)));
    }

    private static void put(Parameters.ParametersParameterComponent part, String name, String value) {
        if (!value.isEmpty()) {
            part.addPart().setName(name).setValue(new StringType(value));
        }
    }

    private static Optional<Instant> instantOf(String name, @Nullable String text) {
        if (text == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException malformed) {
            throw ProblemException.of(
                    ProblemCode.INVALID_PARAMETER, name + " takes a time such as 2026-01-31T08:00:00Z.", name);
        }
    }
}
