package org.meridiandx.order.records;

import jakarta.inject.Singleton;
import org.meridiandx.outbox.TimeOrderedIds;

/// Gives new logical ids.
@Singleton
public class OrderIds {
    /// A UUID that begins with the time.
    public String next() {
        return TimeOrderedIds.next().toString();
    }
}
