/// How subscribers hear of what happened: each in its own order, at its own pace, until it has it.
///
/// [EventQueue] keeps what is to be told; [DeliverySchedule] gives each subscriber that is due to one
/// [DeliveryLane], which asks [Disclosures] what may be told now, and calls.
@NullMarked
package org.meridiandx.result.subscriptions.delivery;

import org.jspecify.annotations.NullMarked;
