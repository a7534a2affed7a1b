package org.meridiandx.imaging.intake;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.meridiandx.imaging.dicom.DicomDataset;
import org.meridiandx.imaging.dicom.DicomElement;
import org.meridiandx.imaging.dicom.DicomTag;
import org.meridiandx.imaging.dicom.DicomValue;
import org.meridiandx.imaging.dicom.DicomVr;
import org.meridiandx.imaging.dicom.json.DicomJson;
import org.meridiandx.imaging.header.IncomingInstance;

/// What became of each instance of a request, and how that is told.
///
/// **Source:** DICOM PS3.18 section 10.5.3 and annex I.2.
final class StowReport {
    private static final DicomTag ERROR_COMMENT = new DicomTag(0x00000902);
    private static final DicomTag WARNING_REASON = new DicomTag(0x00081196);
    private static final DicomTag OTHER_FAILURES = new DicomTag(0x0008119A);
    private static final int OK = 200;
    private static final int ACCEPTED = 202;
    private static final int CONFLICT = 409;
    private static final int MAX_REASONS_IN_HEADER = 3;
    private final String baseUrl;
    private final List<Stored> stored = new ArrayList<>();
    private final List<Inspection.Unfit> failed = new ArrayList<>();

    StowReport(String baseUrl) {
        this.baseUrl = baseUrl;
    }

    /// @param warning what the sender should know though the instance is kept
    void stored(IncomingInstance instance, Optional<StowWarning> warning) {
        stored.add(new Stored(instance, warning));
    }

    void failed(Inspection.Unfit unfit) {
        failed.add(unfit);
    }

    void failed(IncomingInstance instance, StowFailure failure) {
        failed.add(new Inspection.Unfit(instance.sopClass(), instance.sopUid(), failure));
    }

    boolean isEmpty() {
        return stored.isEmpty() && failed.isEmpty();
    }

    /// 200 all stored, 202 some failed or with a warning, 409 all failed.
    int status() {
        if (failed.isEmpty() && warnings().isEmpty()) {
            return OK;
        }
        return stored.isEmpty() ? CONFLICT : ACCEPTED;
    }

    /// The failures, and the warnings, each in one line for people, for Warning headers.
    List<String> warningLines() {
        var lines = new ArrayList<String>();
        if (!failed.isEmpty()) {
            var reasons = failed.stream().map(each -> each.failure().comment());
            lines.add(line(failed.size(), "not stored", reasons));
        }
        var warnings = warnings();
        if (!warnings.isEmpty()) {
            lines.add(line(warnings.size(), "held back", warnings.stream().map(StowWarning::comment)));
        }
        return lines;
    }

    private List<StowWarning> warnings() {
        return stored.stream().flatMap(each -> each.warning().stream()).toList();
    }

    private String line(int count, String what, Stream<String> comments) {
        var reasons = comments.distinct().limit(MAX_REASONS_IN_HEADER).collect(Collectors.joining("; "));
        return "299 meridian \"" + count + " of " + (failed.size() + stored.size()) + " instances " + what + ": "
                + reasons.replace("\"", "'") + "\"";
    }

    byte[] toJson() {
        var answer = DicomDataset.builder();
        var studies = stored.stream()
                .map(each -> each.instance().study().studyUid())
                .distinct()
                .toList();
        if (studies.size() == 1) {
            answer.text(DicomTag.RETRIEVE_URL, studyUrl(studies.getFirst()));
        }
        var named = failed.stream().filter(each -> !each.sopUid().isEmpty()).toList();
        var nameless = failed.stream().filter(each -> each.sopUid().isEmpty()).toList();
        if (!named.isEmpty()) {
            answer.items(
                    DicomTag.FAILED_SOP_SEQUENCE,
                    named.stream().map(StowReport::failedItem).toList());
        }
        if (!nameless.isEmpty()) {
            answer.items(
                    OTHER_FAILURES,
                    nameless.stream().map(StowReport::failedItem).toList());
        }
        if (!stored.isEmpty()) {
            answer.items(
                    DicomTag.REFERENCED_SOP_SEQUENCE,
                    stored.stream().map(this::storedItem).toList());
        }
        return DicomJson.write(answer.buildItem(), DicomJson.BulkData.NONE);
    }

    private DicomDataset storedItem(Stored one) {
        var instance = one.instance();
        var item = DicomDataset.builder()
                .text(DicomTag.REFERENCED_SOP_CLASS_UID, instance.sopClass())
                .text(DicomTag.REFERENCED_SOP_INSTANCE_UID, instance.sopUid())
                .text(
                        DicomTag.RETRIEVE_URL,
                        studyUrl(instance.study().studyUid()) + "/series/"
                                + instance.series().seriesUid() + "/instances/" + instance.sopUid());
        one.warning().ifPresent(warning -> {
            item.integers(WARNING_REASON, warning.code());
            item.add(comment(warning.comment()));
        });
        return item.buildItem();
    }

    private static DicomDataset failedItem(Inspection.Unfit unfit) {
        var item = DicomDataset.builder();
        if (!unfit.sopUid().isEmpty()) {
            item.text(DicomTag.REFERENCED_SOP_CLASS_UID, unfit.sopClass());
            item.text(DicomTag.REFERENCED_SOP_INSTANCE_UID, unfit.sopUid());
        }
        item.integers(DicomTag.FAILURE_REASON, unfit.failure().code());
        item.add(comment(unfit.failure().comment()));
        return item.buildItem();
    }

    private static DicomElement comment(String text) {
        return new DicomElement(ERROR_COMMENT, DicomVr.LO, new DicomValue.Bytes(text.getBytes(StandardCharsets.UTF_8)));
    }

    private record Stored(IncomingInstance instance, Optional<StowWarning> warning) {}

    private String studyUrl(String studyUid) {
        return baseUrl + "/dicom-web/studies/" + studyUid;
    }
}
