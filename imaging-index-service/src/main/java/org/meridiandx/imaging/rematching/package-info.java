/// Looks again for the patients of studies that have none: when orders or patients change, and from
/// time to time.
@NullMarked
package org.meridiandx.imaging.rematching;

import org.jspecify.annotations.NullMarked;
