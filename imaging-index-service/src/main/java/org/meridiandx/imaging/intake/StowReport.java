package org.meridiandx.imaging.intake;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
    private static final DicomTag OTHER_FAILURES = new DicomTag(0x0008119A);
    private static final int OK = 200;
    private static final int ACCEPTED = 202;
    private static final int CONFLICT = 409;
    private static final int MAX_REASONS_IN_HEADER = 3;
    private final String baseUrl;
    private final List<IncomingInstance> stored = new ArrayList<>();
    private final List<Inspection.Unfit> failed = new ArrayList<>();

    StowReport(String baseUrl) {
        this.baseUrl = baseUrl;
    }

    void stored(IncomingInstance instance) {
        stored.add(instance);
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

    /// 200 all stored, 202 some failed, 409 all failed.
    int status() {
        if (failed.isEmpty()) {
            return OK;
        }
        return stored.isEmpty() ? CONFLICT : ACCEPTED;
    }

    /// The failures in one line for people, for the Warning header.
    Optional<String> warning() {
        if (failed.isEmpty()) {
            return Optional.empty();
        }
        var reasons = failed.stream()
                .map(each -> each.failure().comment())
                .distinct()
                .limit(MAX_REASONS_IN_HEADER)
                .toList();
        return Optional.of("299 meridian \"" + failed.size() + " of " + (failed.size() + stored.size())
                + " instances not stored: " + String.join("; ", reasons).replace("\"", "'") + "\"");
    }

    byte[] toJson() {
        var answer = DicomDataset.builder();
        var studies =
                stored.stream().map(each -> each.study().studyUid()).distinct().toList();
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

    private DicomDataset storedItem(IncomingInstance instance) {
        return DicomDataset.builder()
                .text(DicomTag.REFERENCED_SOP_CLASS_UID, instance.sopClass())
                .text(DicomTag.REFERENCED_SOP_INSTANCE_UID, instance.sopUid())
                .text(
                        DicomTag.RETRIEVE_URL,
                        studyUrl(instance.study().studyUid()) + "/series/"
                                + instance.series().seriesUid() + "/instances/" + instance.sopUid())
                .buildItem();
    }

    private static DicomDataset failedItem(Inspection.Unfit unfit) {
        var item = DicomDataset.builder();
        if (!unfit.sopUid().isEmpty()) {
            item.text(DicomTag.REFERENCED_SOP_CLASS_UID, unfit.sopClass());
            item.text(DicomTag.REFERENCED_SOP_INSTANCE_UID, unfit.sopUid());
        }
        item.integers(DicomTag.FAILURE_REASON, unfit.failure().code());
        item.add(new DicomElement(
                ERROR_COMMENT,
                DicomVr.LO,
                new DicomValue.Bytes(unfit.failure().comment().getBytes(StandardCharsets.UTF_8))));
        return item.buildItem();
    }

    private String studyUrl(String studyUid) {
        return baseUrl + "/dicom-web/studies/" + studyUid;
    }
}
