/// The work queue of orders that were accepted without their patient (or number) being known, and
/// how it empties.
///
/// Real feeds send orders before the ADT message that tells of the patient: such an order waits
/// here, is tried again when identity-service tells of a patient and every few seconds, and can be
/// seen at `GET /orders/unmatched`.
@NullMarked
package org.meridiandx.order.unmatched;

import org.jspecify.annotations.NullMarked;
