package org.meridiandx.imaging.dicom.file;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.meridiandx.imaging.dicom.DicomTag;

/// Where in a file the values of some elements lie, at whatever depth; those that are empty are left
/// out.
final class DicomSpans {
    private final Set<DicomTag> wanted;
    private final List<DicomReader.Span> found = new ArrayList<>();

    DicomSpans(Set<DicomTag> wanted) {
        this.wanted = Set.copyOf(wanted);
    }

    void add(DicomTag tag, long start, long end) {
        if (end > start && wanted.contains(tag)) {
            found.add(new DicomReader.Span(start, end - start));
        }
    }

    List<DicomReader.Span> found() {
        return List.copyOf(found);
    }
}
