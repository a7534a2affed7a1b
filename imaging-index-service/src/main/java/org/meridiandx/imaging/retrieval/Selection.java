package org.meridiandx.imaging.retrieval;

import java.util.Optional;
import org.meridiandx.imaging.dicom.DicomUid;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// What an address names: a study, one of its series, or one of its instances.
record Selection(DicomUid study, Optional<DicomUid> series, Optional<DicomUid> instance) {

    static Selection study(String study) {
        return new Selection(uid(study, "study"), Optional.empty(), Optional.empty());
    }

    static Selection series(String study, String series) {
        return new Selection(uid(study, "study"), Optional.of(uid(series, "series")), Optional.empty());
    }

    static Selection instance(String study, String series, String instance) {
        return new Selection(
                uid(study, "study"), Optional.of(uid(series, "series")), Optional.of(uid(instance, "instance")));
    }

    private static DicomUid uid(String text, String name) {
        return DicomUid.parse(text)
                .orElseThrow(() -> ProblemException.of(
                        ProblemCode.INVALID_VALUE, "The " + name + " in the address is not a UID.", name));
    }
}
