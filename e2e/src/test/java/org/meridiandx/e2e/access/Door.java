package org.meridiandx.e2e.access;

import java.io.IOException;

/// One kind of interface.
///
/// @param knock makes a random request there and checks what comes of it
record Door(String name, Knock knock) {

    /// Asks, and holds the answers against the reference policy.
    interface Knock {
        void at(Visit visit) throws IOException, InterruptedException;
    }

    @Override
    public String toString() {
        return name;
    }
}
