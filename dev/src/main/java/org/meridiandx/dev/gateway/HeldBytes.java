package org.meridiandx.dev.gateway;

/// Counts the bytes of bodies that wait in memory. Used on the gateway's event loop only.
final class HeldBytes {

    private final long limit;
    private long held;

    HeldBytes(long limit) {
        this.limit = limit;
    }

    /// What one request holds.
    Share share() {
        return new Share();
    }

    final class Share implements AutoCloseable {
        private long taken;

        private Share() {}

        /// Takes some more, if there is room; else nothing changes.
        boolean take(int bytes) {
            if (held + bytes > limit) {
                return false;
            }
            held += bytes;
            taken += bytes;
            return true;
        }

        /// Gives everything back; a second time has no effect.
        @Override
        public void close() {
            held -= taken;
            taken = 0;
        }
    }
}
