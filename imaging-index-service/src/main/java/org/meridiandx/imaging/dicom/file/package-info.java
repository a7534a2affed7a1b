/// Reads and writes DICOM files: Part 10 files and bare data sets, in the encodings that scanners
/// and archives send.
///
/// Every byte is hostile: depth, element count, kept bytes and inflated bytes are bounded by
/// `DicomLimits`, and the only exception that input can cause is `DicomException`, which never
/// carries patient data.
///
/// **Source**: DICOM PS3.5 (encoding), PS3.10 (file format).
@NullMarked
package org.meridiandx.imaging.dicom.file;

import org.jspecify.annotations.NullMarked;
