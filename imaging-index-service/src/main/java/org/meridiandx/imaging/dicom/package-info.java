/// Reads and writes DICOM: Part 10 files and bare data sets, in the encodings that scanners and
/// archives send.
///
/// The package is pure: bytes in, values out. It knows nothing of the web, of storage or of a
/// database, and it treats every byte as hostile: depth, element count, kept bytes and inflated
/// bytes are bounded by `DicomLimits`, and the only exception that input can cause is
/// `DicomException`, which never carries patient data.
///
/// **Source**: DICOM PS3.5 (encoding), PS3.6 (dictionary), PS3.10 (file format), PS3.18 annex F (JSON).
@NullMarked
package org.meridiandx.imaging.dicom;

import org.jspecify.annotations.NullMarked;
