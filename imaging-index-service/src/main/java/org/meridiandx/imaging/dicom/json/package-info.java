/// Data sets in the DICOM JSON model, and ways to put stored pieces of it together by copying.
///
/// **Source**: DICOM PS3.18 annex F.
@NullMarked
package org.meridiandx.imaging.dicom.json;

import org.jspecify.annotations.NullMarked;
