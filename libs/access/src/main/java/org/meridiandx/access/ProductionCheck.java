package org.meridiandx.access;

import java.util.List;

/// What one service checks before it starts in production, beside what all check. A bean of this
/// type is found by itself.
@FunctionalInterface
public interface ProductionCheck {
    /// What is unsafe, each with what to do; empty where all is well.
    List<String> findings();
}
