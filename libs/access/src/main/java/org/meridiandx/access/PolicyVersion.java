package org.meridiandx.access;

import jakarta.inject.Singleton;

/// The version of the access policy that this pod's last decision named. Every audit entry
/// carries it.
@Singleton
class PolicyVersion {
    private volatile String version = "";

    /// Notes what a decision says; an empty text says nothing.
    void saw(String newest) {
        if (!newest.isEmpty() && !newest.equals(version)) {
            version = newest;
        }
    }

    /// Empty until the first decision.
    String version() {
        return version;
    }
}
