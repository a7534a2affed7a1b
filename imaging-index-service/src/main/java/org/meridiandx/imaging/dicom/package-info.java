/// The DICOM data model: tags, representations, values, data sets and their texts.
///
/// It is pure, as are the packages below: bytes in, values out. It knows nothing of files, of the
/// web, of storage or of a database.
///
/// **Source**: DICOM PS3.5 (values and character sets), PS3.6 (dictionary).
@NullMarked
package org.meridiandx.imaging.dicom;

import org.jspecify.annotations.NullMarked;
