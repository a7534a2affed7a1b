/// How the queue of orders for partners empties: [OutboundComposer] writes each message once, [OutboundRelay]
/// sends it until it is acknowledged, in order for each patient.
@NullMarked
package org.meridiandx.order.outbound.queue;

import org.jspecify.annotations.NullMarked;
