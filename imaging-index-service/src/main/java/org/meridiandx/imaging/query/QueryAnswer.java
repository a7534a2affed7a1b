package org.meridiandx.imaging.query;

import io.vertx.mutiny.sqlclient.Row;
import java.io.ByteArrayOutputStream;
import java.util.List;
import org.meridiandx.imaging.dicom.DicomDataset;
import org.meridiandx.imaging.dicom.DicomDatasetBuilder;
import org.meridiandx.imaging.dicom.DicomTag;
import org.meridiandx.imaging.dicom.json.DicomJson;
import org.meridiandx.imaging.dicom.json.HeaderLinks;
import org.meridiandx.imaging.dicom.json.Members;
import org.meridiandx.imaging.header.Whereabouts;

/// Rows to DICOM JSON: what is counted or linked is written anew, the rest is copied.
final class QueryAnswer {
    private static final DicomTag AVAILABLE_TRANSFER_SYNTAX = new DicomTag(0x00083002);
    private final String studiesUrl;

    QueryAnswer(String baseUrl) {
        this.studiesUrl = baseUrl + "/dicom-web/studies/";
    }

    /// @return a JSON array in UTF-8
    byte[] write(StudyQuery query, List<Row> rows) {
        var out = new ByteArrayOutputStream(rows.size() * 2048 + 2);
        out.write('[');
        for (var i = 0; i < rows.size(); i++) {
            if (i > 0) {
                out.write(',');
            }
            out.write('{');
            out.writeBytes(members(query, rows.get(i)));
            out.write('}');
        }
        out.write(']');
        return out.toByteArray();
    }

    private byte[] members(StudyQuery query, Row row) {
        return switch (query.level()) {
            case STUDY -> Members.join(encoded(study(row, studyUrl(row))), bytes(row, "study_attributes"));
            case SERIES ->
                Members.join(
                        encoded(series(row, seriesUrl(row))),
                        bytes(row, "study_attributes"),
                        bytes(row, "series_attributes"));
            case INSTANCE -> query.isFull() ? fullInstance(row) : instance(row);
        };
    }

    private byte[] instance(Row row) {
        return Members.join(
                encoded(instanceCounts(row)),
                bytes(row, "study_attributes"),
                bytes(row, "series_attributes"),
                bytes(row, "instance_attributes"));
    }

    /// A search is nobody's way to where a patient lives, restricted or not: it would take a question for each.
    private byte[] fullInstance(Row row) {
        var header = new ByteArrayOutputStream();
        var stored = bytes(row, "header");
        var shown = row.getBoolean("tells_whereabouts") ? Whereabouts.takeOut(stored) : stored;
        HeaderLinks.expand(shown, instanceUrl(row), header);
        return Members.join(encoded(instanceCounts(row)), header.toByteArray());
    }

    private DicomDatasetBuilder instanceCounts(Row row) {
        var syntaxes = row.getArrayOfStrings("syntaxes");
        var counts = series(row, instanceUrl(row));
        return syntaxes == null ? counts : counts.text(AVAILABLE_TRANSFER_SYNTAX, syntaxes);
    }

    private static DicomDatasetBuilder series(Row row, String url) {
        return study(row, url)
                .text(DicomTag.NUMBER_OF_SERIES_RELATED_INSTANCES, String.valueOf(row.getInteger("series_instances")));
    }

    private static DicomDatasetBuilder study(Row row, String url) {
        return DicomDataset.builder()
                .text(DicomTag.INSTANCE_AVAILABILITY, "ONLINE")
                .text(DicomTag.MODALITIES_IN_STUDY, row.getArrayOfStrings("modalities"))
                .text(DicomTag.RETRIEVE_URL, url)
                .text(DicomTag.NUMBER_OF_STUDY_RELATED_SERIES, String.valueOf(row.getInteger("series_count")))
                .text(DicomTag.NUMBER_OF_STUDY_RELATED_INSTANCES, String.valueOf(row.getInteger("instance_count")));
    }

    private static byte[] encoded(DicomDatasetBuilder counts) {
        return Members.of(DicomJson.write(counts.buildItem(), DicomJson.BulkData.NONE));
    }

    private String studyUrl(Row row) {
        return studiesUrl + row.getString("study_uid");
    }

    private String seriesUrl(Row row) {
        return studyUrl(row) + "/series/" + row.getString("series_uid");
    }

    private String instanceUrl(Row row) {
        return seriesUrl(row) + "/instances/" + row.getString("sop_uid");
    }

    private static byte[] bytes(Row row, String column) {
        return row.getBuffer(column).getBytes();
    }
}
