/// What goes over the wire: a request as an HL7 v2 message, field by field, and what an answer means.
@NullMarked
package org.meridiandx.order.outbound.wire;

import org.jspecify.annotations.NullMarked;
