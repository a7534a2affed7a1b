/// Asks the region's services for what is known about a patient already, for the scan-choice tool
/// and for prefilled requests. Who asks is decided here, and each look is audited.
@NullMarked
package org.meridiandx.order.guidance.record;

import org.jspecify.annotations.NullMarked;
