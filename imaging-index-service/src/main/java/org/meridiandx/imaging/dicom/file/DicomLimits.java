package org.meridiandx.imaging.dicom.file;

/// How much a file may cost its reader.
///
/// @param maxDepth how deep sequences may be nested
/// @param maxElements how many data elements, items and fragments a file may hold in all
/// @param maxValueBytes a longer value is not kept in memory; its offset and length are recorded instead
/// @param maxKeptBytes how many bytes of values are kept in memory in all
/// @param maxInflatedBytes how far a deflated data set may inflate
public record DicomLimits(int maxDepth, int maxElements, int maxValueBytes, long maxKeptBytes, long maxInflatedBytes) {

    /// Limits for a service: 32 deep, 500,000 elements, values of 64 KiB, 32 MiB kept, 256 MiB inflated.
    public static final DicomLimits DEFAULT = new DicomLimits(32, 500_000, 64 * 1024, 32L << 20, 256L << 20);

    public DicomLimits {
        if (maxDepth < 1 || maxElements < 1 || maxValueBytes < 256 || maxKeptBytes < 256 || maxInflatedBytes < 256) {
            throw new IllegalArgumentException("limits must be positive, and those in bytes at least 256");
        }
    }
}
