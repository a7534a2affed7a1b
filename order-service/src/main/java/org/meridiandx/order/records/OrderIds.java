package org.meridiandx.order.records;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/// Gives new logical ids.
@ApplicationScoped
public class OrderIds {
    /// A random UUID.
    public String next() {
        return UUID.randomUUID().toString();
    }
}
