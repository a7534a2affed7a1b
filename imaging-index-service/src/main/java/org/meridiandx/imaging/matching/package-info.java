/// Whose a study is: asked of order-service by accession number and of identity-service by patient
/// identifiers.
///
/// A study is given to a patient only when nothing contradicts it; what contradicts itself is shown
/// to nobody.
@NullMarked
package org.meridiandx.imaging.matching;

import org.jspecify.annotations.NullMarked;
