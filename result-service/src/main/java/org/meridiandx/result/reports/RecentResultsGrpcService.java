package org.meridiandx.result.reports;

import com.google.protobuf.Timestamp;
import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.sqlclient.data.Numeric;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.meridiandx.contracts.api.v1.OpenReport;
import org.meridiandx.contracts.api.v1.OpenReportsRequest;
import org.meridiandx.contracts.api.v1.OpenReportsResponse;
import org.meridiandx.contracts.api.v1.RecentResult;
import org.meridiandx.contracts.api.v1.RecentResults;
import org.meridiandx.contracts.api.v1.RecentResultsRequest;
import org.meridiandx.contracts.api.v1.RecentResultsResponse;
import org.meridiandx.contracts.events.v1.Code;
import org.meridiandx.fhir.SecurityLabels;
import org.meridiandx.outbox.RegionEvents;
import org.meridiandx.result.resources.ResourceColumns;
import org.meridiandx.result.resources.ResourceTree;

/// Answers other services what was measured of a patient lately. They decide and audit for their
/// own callers.
///
/// Plain statements: one indexed range of typed columns, and of what is answered the documents.
@GrpcService
public class RecentResultsGrpcService implements RecentResults {
    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 1_000;
    private static final String INTERPRETATION = "http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation";
    private static final String FOR_PATIENT = """
            select o.id, o.report_id, o.code_system, o.code, o.value_number, o.value_unit, o.effective_at, o.status,
                o.performer, o.organisations, o.content
            from observation o
            where o.patient_id = coalesce((select s.patient_id from patient_standing s where s.recorded_patient_id = $1), $1)
                and $1 <> '' and ($2::timestamptz is null
                    or coalesce(o.effective_at, '0001-01-01T00:00:00Z'::timestamptz) >= $2)
                and (cardinality($3::text[]) = 0 or exists (select 1 from observation_code c
                    where c.resource_id = o.id and c.system || '|' || c.value = any($3)))
                and o.status <> 'entered-in-error'
            order by coalesce(o.effective_at, '0001-01-01T00:00:00Z'::timestamptz) desc, o.id desc limit $4""";

    /// The code is the one that was asked for, whichever of its codings the laboratory put first.
    ///
    /// **Hazard:** one whose year was mistyped hides the real one. So the latest that is not ahead
    /// of the clock is told, and beside it the one that is, for people to know of.
    private static final String LATEST = """
            select distinct on (c.system, c.value, o.effective_at > now() + interval '1 day') o.id, o.report_id, c.system as code_system, c.value as code,
                o.value_number, o.value_unit, o.effective_at, o.status, o.performer, o.organisations, o.content
            from observation o join observation_code c on c.resource_id = o.id
            where o.patient_id = coalesce((select s.patient_id from patient_standing s where s.recorded_patient_id = $1), $1)
                and $1 <> '' and o.effective_at is not null and ($2::timestamptz is null or o.effective_at >= $2)
                and c.system || '|' || c.value = any($3) and o.status in ('final', 'amended', 'corrected')
            order by c.system, c.value, o.effective_at > now() + interval '1 day', o.effective_at desc, o.id limit $4""";

    /// A correction is open again, because nobody has acknowledged that version.
    private static final String UNACKNOWLEDGED = """
            select r.id, r.code_system, r.code, r.status, r.performer, r.organisations, r.content,
                coalesce(r.issued_at, r.last_updated) as issued_at
            from diagnostic_report r
            where r.patient_id = coalesce((select s.patient_id from patient_standing s where s.recorded_patient_id = $1), $1)
                and $1 <> '' and ($2::timestamptz is null or coalesce(r.issued_at, r.last_updated) >= $2)
                and r.status in ('preliminary', 'partial', 'final', 'amended', 'corrected', 'appended')
                and not exists (select 1 from report_acknowledgement a where a.report_id = r.id and a.version = r.version)
            order by coalesce(r.issued_at, r.last_updated) desc, r.id limit $3""";

    private final Pool pool;

    RecentResultsGrpcService(Pool pool) {
        this.pool = pool;
    }

    @Override
    public Uni<RecentResultsResponse> forPatient(RecentResultsRequest request) {
        var since =
                request.hasSince() ? RegionEvents.instantOf(request.getSince()).atOffset(ZoneOffset.UTC) : null;
        var codes = request.getCodesList().stream()
                .map(code -> code.getSystem() + "|" + code.getCode())
                .toArray(String[]::new);
        var limit = request.getLimit() <= 0 ? DEFAULT_LIMIT : Math.min(request.getLimit(), MAX_LIMIT);
        return pool.preparedQuery(request.getLatestPerCode() ? LATEST : FOR_PATIENT)
                .execute(Tuple.of(request.getPatientId(), since, codes, limit))
                .map(RecentResultsGrpcService::response);
    }

    @Override
    public Uni<OpenReportsResponse> unacknowledged(OpenReportsRequest request) {
        var since =
                request.hasSince() ? RegionEvents.instantOf(request.getSince()).atOffset(ZoneOffset.UTC) : null;
        var limit = request.getLimit() <= 0 ? DEFAULT_LIMIT : Math.min(request.getLimit(), MAX_LIMIT);
        return pool.preparedQuery(UNACKNOWLEDGED)
                .execute(Tuple.of(request.getPatientId(), since, limit))
                .map(rows -> {
                    var response = OpenReportsResponse.newBuilder().setLabelsTold(true);
                    rows.forEach(row -> response.addReports(openReport(row)));
                    return response.build();
                });
    }

    private static OpenReport openReport(Row row) {
        var content = row.getBuffer("content").getBytes();
        var code = ResourceTree.parse(content).path("code");
        var text = ResourceColumns.text(code.path("text"));
        return OpenReport.newBuilder()
                .setReportId(row.getString("id"))
                .setTitle(text.isEmpty() ? ResourceColumns.text(code.at("/coding/0/display")) : text)
                .setCode(Code.newBuilder()
                        .setSystem(row.getString("code_system"))
                        .setCode(row.getString("code")))
                .setIssuedAt(Timestamp.newBuilder()
                        .setSeconds(row.getOffsetDateTime("issued_at").toEpochSecond()))
                .setStatus(row.getString("status"))
                .setPerformer(row.getString("performer"))
                .addAllOrganisations(List.of(row.getArrayOfStrings("organisations")))
                .addAllSecurityLabels(SecurityLabels.of(content))
                .build();
    }

    private static RecentResultsResponse response(RowSet<Row> rows) {
        var response = RecentResultsResponse.newBuilder().setLabelsTold(true);
        rows.forEach(row -> response.addResults(whole(row)));
        return response.build();
    }

    /// With what only the document says.
    private static RecentResult whole(Row row) {
        var content = row.getBuffer("content").getBytes();
        var document = ResourceTree.parse(content);
        var result = resultOf(row)
                .addAllOrganisations(List.of(row.getArrayOfStrings("organisations")))
                .addAllSecurityLabels(SecurityLabels.of(content))
                .setComparator(ResourceColumns.text(document.at("/valueQuantity/comparator")));
        if (result.getUnit().isEmpty()) {
            result.setUnit(ResourceColumns.text(document.at("/valueQuantity/unit")));
        }
        ResourceColumns.codings(document.path("interpretation")).stream()
                .filter(coding -> coding.system().equals(INTERPRETATION))
                .findFirst()
                .ifPresent(coding -> result.setInterpretation(coding.value()));
        ResourceColumns.codings(document.path("valueCodeableConcept"))
                .forEach(coding -> result.addCodedValues(
                        Code.newBuilder().setSystem(coding.system()).setCode(coding.value())));
        return result.build();
    }

    private static RecentResult.Builder resultOf(Row row) {
        var result = RecentResult.newBuilder()
                .setObservationId(row.getString("id"))
                .setReportId(row.getString("report_id"))
                .setCode(Code.newBuilder()
                        .setSystem(row.getString("code_system"))
                        .setCode(row.getString("code")))
                .setValue(Optional.ofNullable(row.get(Numeric.class, "value_number"))
                        .map(Numeric::toString)
                        .orElse(""))
                .setUnit(row.getString("value_unit"))
                .setStatus(row.getString("status"))
                .setPerformer(row.getString("performer"));
        Optional.ofNullable(row.getOffsetDateTime("effective_at"))
                .map(time -> Timestamp.newBuilder().setSeconds(time.toEpochSecond()))
                .ifPresent(result::setEffectiveAt);
        return result;
    }
}
