package org.meridiandx.imaging.catalogue;

import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import org.meridiandx.contracts.api.v1.RecentStudies;
import org.meridiandx.contracts.api.v1.RecentStudiesRequest;
import org.meridiandx.contracts.api.v1.RecentStudiesResponse;
import org.meridiandx.contracts.api.v1.RecentStudy;
import org.meridiandx.fhir.SecurityLabels;
import org.meridiandx.outbox.RegionEvents;

/// Tells other services of a patient's studies, the latest first. They decide themselves whom they
/// show them to.
@GrpcService
public class RecentStudiesGrpcService implements RecentStudies {
    private static final int DEFAULT_LIMIT = 20;
    private static final int MAX_LIMIT = 200;
    private static final String SELECT = """
            select id, study_uid, modalities, description, body_part, custodian, started_at, security_labels,
                organisations from shown_study
            where patient_id = coalesce(
                (select s.patient_id from patient_standing s where s.recorded_patient_id = $1), $1) and ($2::timestamptz is null or coalesce(started_at, last_updated) >= $2)
                and (cardinality($3::text[]) = 0 or modalities && $3)
            order by coalesce(started_at, last_updated) desc, id limit $4""";
    private final Pool pool;

    RecentStudiesGrpcService(Pool pool) {
        this.pool = pool;
    }

    @Override
    public Uni<RecentStudiesResponse> forPatient(RecentStudiesRequest request) {
        var limit = request.getLimit() <= 0 ? DEFAULT_LIMIT : Math.min(request.getLimit(), MAX_LIMIT);
        var arguments = Tuple.tuple()
                .addString(request.getPatientId())
                .addOffsetDateTime(
                        request.hasSince()
                                ? RegionEvents.instantOf(request.getSince()).atOffset(ZoneOffset.UTC)
                                : null)
                .addValue(request.getModalitiesList().toArray(String[]::new))
                .addInteger(limit);
        return pool.preparedQuery(SELECT).execute(arguments).map(rows -> {
            var answer = RecentStudiesResponse.newBuilder().setLabelsTold(true);
            rows.forEach(row -> answer.addStudies(studyOf(row)));
            return answer.build();
        });
    }

    private static RecentStudy studyOf(Row row) {
        var study = RecentStudy.newBuilder()
                .setImagingStudyId(row.getString("id"))
                .setStudyInstanceUid(row.getString("study_uid"))
                .addAllModalities(Arrays.asList(row.getArrayOfStrings("modalities")))
                .setDescription(row.getString("description"))
                .setBodyPart(row.getString("body_part"))
                .setCustodian(row.getString("custodian"));
        SecurityLabels.codesOf(SecurityLabels.parse(row.getArrayOfStrings("security_labels")))
                .forEach(study::addSecurityLabels);
        study.addAllOrganisations(Arrays.asList(row.getArrayOfStrings("organisations")));
        var started = row.getOffsetDateTime("started_at");
        if (started != null) {
            Instant at = started.toInstant();
            study.setStartedAt(RegionEvents.timestampOf(at));
        }
        return study.build();
    }
}
