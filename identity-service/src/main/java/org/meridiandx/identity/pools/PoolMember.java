package org.meridiandx.identity.pools;

/// An organisation, or one person who works there.
///
/// @param organisation ODS code
/// @param person FHIR reference; empty for the whole organisation
record PoolMember(String organisation, String person) {
    @Override
    public String toString() {
        return "PoolMember[organisation=" + organisation + "]";
    }
}
