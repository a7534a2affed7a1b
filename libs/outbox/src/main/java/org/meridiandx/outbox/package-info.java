/// A change and its event commit together; a relay carries the event to Kafka; an inbox forgets no repeat.
///
/// [Outbox] appends within the caller's transaction. `OutboxRelay` (one leader per database) sends in commit order and
/// deletes what Kafka has acknowledged from all replicas. [Inbox] records, in the transaction of the effect, what has
/// had its effect. Delivery is at least once; effect is once. No claim rests on Kafka transactions.
@NullMarked
package org.meridiandx.outbox;

import org.jspecify.annotations.NullMarked;
