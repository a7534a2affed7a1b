/// Keeps DICOM files exactly as they came, safe before anybody is told so.
///
/// An upload writes temporary files, moves those that are to stay to their place in one atomic step
/// each, and names what it moves in a journal first, so that a killed process leaves nothing behind
/// that the sweep would not find. Places are made from random keys; no name ever comes from input.
@NullMarked
package org.meridiandx.imaging.store;

import org.jspecify.annotations.NullMarked;
