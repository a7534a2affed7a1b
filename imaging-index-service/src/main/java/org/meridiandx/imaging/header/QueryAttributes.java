package org.meridiandx.imaging.header;

import java.util.LinkedHashSet;
import java.util.Set;
import org.meridiandx.imaging.dicom.DicomTag;

/// Which attributes a QIDO-RS answer holds at each level, where the images have them.
///
/// **Source:** DICOM PS3.18 table 10.6.3-3 to 10.6.3-5 (required ones), PS3.3 C.7.1 and C.7.2 (the others).
final class QueryAttributes {
    static final Set<DicomTag> STUDY_REQUIRED = tags(
            0x00080020,
            0x00080030,
            0x00080050,
            0x00080090,
            0x00100010,
            0x00100020,
            0x00100030,
            0x00100040,
            0x0020000D,
            0x00200010);
    static final Set<DicomTag> STUDY = union(
            STUDY_REQUIRED,
            tags(
                    0x00080051,
                    0x00080080,
                    0x00080201,
                    0x00081030,
                    0x00081032,
                    0x00081048,
                    0x00081060,
                    0x00100021,
                    0x00100024,
                    0x00100032,
                    0x00101000,
                    0x00101001,
                    0x00101002,
                    0x00101010,
                    0x00101020,
                    0x00101030,
                    0x001021B0,
                    0x00321060));
    static final Set<DicomTag> SERIES_REQUIRED = tags(0x00080060, 0x0020000E, 0x00200011);
    static final Set<DicomTag> SERIES = union(
            SERIES_REQUIRED,
            tags(
                    0x00080021,
                    0x00080031,
                    0x0008103E,
                    0x00080070,
                    0x00081010,
                    0x00081040,
                    0x00081050,
                    0x00081070,
                    0x00081090,
                    0x00180015,
                    0x00181030,
                    0x00185100,
                    0x00200060,
                    0x00400244,
                    0x00400245,
                    0x00400254,
                    0x00400275));
    static final Set<DicomTag> INSTANCE = tags(
            0x00080008,
            0x00080012,
            0x00080013,
            0x00080016,
            0x00080018,
            0x00080022,
            0x00080023,
            0x00080032,
            0x00080033,
            0x00200013,
            0x00280008,
            0x00280010,
            0x00280011,
            0x00280100,
            0x00420010,
            0x00420012);

    private QueryAttributes() {}

    private static Set<DicomTag> tags(int... values) {
        var tags = new LinkedHashSet<DicomTag>();
        for (var value : values) {
            tags.add(new DicomTag(value));
        }
        return Set.copyOf(tags);
    }

    private static Set<DicomTag> union(Set<DicomTag> some, Set<DicomTag> others) {
        var all = new LinkedHashSet<>(some);
        all.addAll(others);
        return Set.copyOf(all);
    }
}
