package org.meridiandx.imaging.header;

import java.util.List;
import java.util.Optional;
import org.meridiandx.imaging.store.ReceivedFile;

/// One instance that was read and found fit to keep.
///
/// @param shape rows, columns and frames: what must agree between two encodings of one instance
/// @param findings what was odd about the file
/// @param json DICOM JSON members of the instance level, without braces; not to be modified
/// @param header the same of the whole header without bulk data; not to be modified
@SuppressWarnings("ArrayRecordComponent")
public record IncomingInstance(
        String sopUid,
        String sopClass,
        String transferSyntax,
        Optional<Integer> number,
        Optional<Integer> frames,
        String shape,
        List<String> findings,
        StudyAttributes study,
        SeriesAttributes series,
        byte[] json,
        byte[] header,
        ReceivedFile file) {
    public IncomingInstance {
        findings = List.copyOf(findings);
    }

    @Override
    public String toString() {
        return "IncomingInstance[" + sopUid + "]";
    }
}
