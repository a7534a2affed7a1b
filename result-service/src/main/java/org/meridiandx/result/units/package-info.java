/// Which units measure the same, as data with its source. Pure: no framework, no clock, no database.
@NullMarked
package org.meridiandx.result.units;

import org.jspecify.annotations.NullMarked;
