/// WADO-RS: gives kept files back byte for byte, their metadata, their frames and their large values.
///
/// Rows are read here in plain SQL; bytes go from file to socket through one small buffer, on a
/// worker thread that waits when the caller is slow. Nothing is sent before the disclosure is on
/// record.
@NullMarked
package org.meridiandx.imaging.retrieval;

import org.jspecify.annotations.NullMarked;
