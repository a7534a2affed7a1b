/// What a caller takes for an answer: the ranges of an Accept header, for every door of DICOMweb.
@NullMarked
package org.meridiandx.imaging.media;

import org.jspecify.annotations.NullMarked;
