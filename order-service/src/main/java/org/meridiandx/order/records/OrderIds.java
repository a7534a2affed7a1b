package org.meridiandx.order.records;

import jakarta.inject.Singleton;
import java.util.UUID;

/// Gives new logical ids.
@Singleton
public class OrderIds {
    /// A random UUID.
    public String next() {
        return UUID.randomUUID().toString();
    }
}
