/// What the index takes from the header of an image: typed values to find it by, and the DICOM JSON
/// that answers are put together from.
@NullMarked
package org.meridiandx.imaging.header;

import org.jspecify.annotations.NullMarked;
