/// Follows patients who are merged and parted again: what was filed under a record is given to the
/// patient for whom it counts now.
@NullMarked
package org.meridiandx.result.merges;

import org.jspecify.annotations.NullMarked;
