/// What every service that sends HL7 v2 to partners does in the same way: connections, segments,
/// codes, how long it waits after a failure, and what an answer means.
@NullMarked
package org.meridiandx.partners;

import org.jspecify.annotations.NullMarked;
