/// The life of a request, one transaction a step: placed once, amended, held, cancelled, completed.
///
/// [PlacementService] places, [RequestService] changes; [RequestWriter] writes the row with all that
/// belongs to it: numbers, Task, events and audit.
@NullMarked
package org.meridiandx.order.requests;

import org.jspecify.annotations.NullMarked;
