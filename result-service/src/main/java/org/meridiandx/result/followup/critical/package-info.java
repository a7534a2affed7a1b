/// Which values are critical: the table that is shipped with the service, read and checked at the
/// start.
@NullMarked
package org.meridiandx.result.followup.critical;

import org.jspecify.annotations.NullMarked;
