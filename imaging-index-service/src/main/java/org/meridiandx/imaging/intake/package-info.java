/// STOW-RS: takes DICOM files in, tells of each what became of it, and says "stored" only when it
/// is safe and indexed.
///
/// A request is read as a stream, part by part, into temporary files; what a part holds is read
/// from its file. The body runs on a worker thread and blocks, because files do.
@NullMarked
package org.meridiandx.imaging.intake;

import org.jspecify.annotations.NullMarked;
