package org.meridiandx.imaging.retrieval;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.meridiandx.fhir.SecurityLabels;
import org.meridiandx.imaging.header.Whereabouts;
import org.meridiandx.imaging.retrieval.KeptInstance.KeptFile;
import org.meridiandx.imaging.store.StorageKey;

/// Reads what there is to retrieve. Plain SQL: rows are copied, not mapped.
@ApplicationScoped
class RetrievalRepository {
    private static final String STUDY =
            "select id, patient_id, organisations, custodian, security_labels from shown_study where study_uid = $1";
    private static final String STRUCTURED_REPORTS = "1.2.840.10008.5.1.4.1.1.88.";
    private static final String ENCAPSULATED_DOCUMENTS = "1.2.840.10008.5.1.4.1.1.104.";
    private static final String SELECTED = " where i.study_id = $1 and ($2::text is null or i.series_uid = $2)"
            + " and ($3::text is null or i.sop_uid = $3)"
            + " and ($4::boolean or not (i.sop_class ^@ '" + STRUCTURED_REPORTS + "' or i.sop_class ^@ '"
            + ENCAPSULATED_DOCUMENTS + "'))";
    /// Of several files of an instance only the first one's header is kept: another may tell more.
    private static final String FILES =
            """
            select i.series_uid, i.sop_uid, r.transfer_syntax, r.bytes, r.storage_key,
                (i.tells_whereabouts or count(*) over (partition by i.sop_uid) > 1) as tells_whereabouts
            from instance i join rendition r on r.sop_uid = i.sop_uid""" + SELECTED + " order by i.series_uid, i.instance_number nulls last, i.sop_uid, r.seq";
    private static final String HEADERS =
            "select i.series_uid, i.sop_uid, i.header, i.tells_whereabouts from instance i" + SELECTED
                    + " order by i.series_uid, i.instance_number nulls last, i.sop_uid";
    private final Pool pool;

    RetrievalRepository(Pool pool) {
        this.pool = pool;
    }

    Uni<Optional<HeldStudy>> study(Selection selection) {
        return pool.preparedQuery(STUDY)
                .execute(Tuple.of(selection.study().value()))
                .map(rows -> {
                    var all = rows.iterator();
                    return all.hasNext() ? Optional.of(studyOf(all.next())) : Optional.empty();
                });
    }

    /// @param isWithDocuments whether reports and other documents that are kept as instances are among them
    Uni<List<KeptInstance>> instances(HeldStudy study, Selection selection, boolean isWithDocuments) {
        return pool.preparedQuery(FILES)
                .execute(arguments(study, selection, isWithDocuments))
                .map(RetrievalRepository::instancesOf);
    }

    /// @param isWithDocuments as for [#instances]
    Uni<List<Header>> headers(HeldStudy study, Selection selection, boolean isWithDocuments) {
        return pool.preparedQuery(HEADERS)
                .execute(arguments(study, selection, isWithDocuments))
                .map(rows -> {
                    var headers = new ArrayList<Header>(rows.size());
                    rows.forEach(row -> headers.add(new Header(
                            row.getString("series_uid"),
                            row.getString("sop_uid"),
                            row.getBuffer("header").getBytes(),
                            row.getBoolean("tells_whereabouts"))));
                    return headers;
                });
    }

    private static Tuple arguments(HeldStudy study, Selection selection, boolean isWithDocuments) {
        return Tuple.tuple()
                .addString(study.id())
                .addString(selection.series().map(Object::toString).orElse(null))
                .addString(selection.instance().map(Object::toString).orElse(null))
                .addBoolean(isWithDocuments);
    }

    private static HeldStudy studyOf(Row row) {
        var patientId = row.getString("patient_id");
        var organisations = new LinkedHashSet<>(Arrays.asList(row.getArrayOfStrings("organisations")));
        var labels = SecurityLabels.codesOf(SecurityLabels.parse(row.getArrayOfStrings("security_labels")));
        return new HeldStudy(row.getString("id"), patientId == null ? "" : patientId, organisations, labels);
    }

    private static List<KeptInstance> instancesOf(RowSet<Row> rows) {
        var files = new LinkedHashMap<String, List<KeptFile>>();
        var series = new LinkedHashMap<String, String>();
        var telling = new HashSet<String>();
        for (var row : rows) {
            var sopUid = row.getString("sop_uid");
            series.put(sopUid, row.getString("series_uid"));
            if (row.getBoolean("tells_whereabouts")) {
                telling.add(sopUid);
            }
            files.computeIfAbsent(sopUid, uid -> new ArrayList<>())
                    .add(new KeptFile(
                            row.getString("transfer_syntax"),
                            row.getLong("bytes"),
                            new StorageKey(row.getString("storage_key"))));
        }
        var instances = new ArrayList<KeptInstance>(files.size());
        series.forEach((sopUid, seriesUid) -> instances.add(
                new KeptInstance(seriesUid, sopUid, files.getOrDefault(sopUid, List.of()), telling.contains(sopUid))));
        return instances;
    }

    /// A study, and who has a part in it.
    ///
    /// @param labels codes of its security labels
    record HeldStudy(String id, String patientId, Set<String> organisations, Set<String> labels) {
        /// Stands for a study that is not here: of no patient, and nobody has a part in it.
        static final HeldStudy NONE = new HeldStudy("", "", Set.of(), Set.of());
    }

    /// One instance's header: DICOM JSON members without braces.
    @SuppressWarnings("ArrayRecordComponent")
    record Header(String seriesUid, String sopUid, byte[] members, boolean tellsWhereabouts) {
        /// The same without what tells where the patient is.
        Header withoutWhereabouts() {
            return tellsWhereabouts ? new Header(seriesUid, sopUid, Whereabouts.takeOut(members), false) : this;
        }
    }
}
