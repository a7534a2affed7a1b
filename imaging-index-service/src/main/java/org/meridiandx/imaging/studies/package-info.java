/// The index: which studies, series and instances there are, whose they are, and what others are
/// told of them.
///
/// Rows are written with the PostgreSQL client in batches, because one request may bring thousands
/// of instances; the FHIR ImagingStudy is written at each change and served as it lies.
@NullMarked
package org.meridiandx.imaging.studies;

import org.jspecify.annotations.NullMarked;
