package org.meridiandx.imaging.studies;

import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import org.meridiandx.fhir.IdentifierSystems;
import org.meridiandx.fhir.OdsCode;

/// The rows by which `identifier=` finds a study: its UID, as a URN and plain, and its accession number.
final class StudyIdentifiers {
    private StudyIdentifiers() {}

    static List<Tuple> of(Study study) {
        var rows = new ArrayList<Tuple>();
        var uid = study.attributes().studyUid();
        rows.add(Tuple.of(study.id(), IdentifierSystems.STUDY_UID, "urn:oid:" + uid));
        rows.add(Tuple.of(study.id(), IdentifierSystems.STUDY_UID, uid));
        var accession = study.attributes().accessionNumber();
        if (!accession.isEmpty()) {
            var system = OdsCode.parse(ImagingStudyMapper.assignerOf(study))
                    .map(ods -> IdentifierSystems.local(ods, "accession"))
                    .orElse("");
            rows.add(Tuple.of(study.id(), system, accession));
        }
        return rows;
    }
}
