package org.meridiandx.identity.ods;

import java.util.Map;
import java.util.TreeMap;

/// What a load did.
///
/// @param read rows that were read
/// @param created directory entries that are new
/// @param changed entries that say something else now
/// @param closed entries that were in use and are not any more
/// @param unchanged entries that said it already
/// @param waiting codes of which only a succession is known so far; they are shown once a file
/// names them
/// @param refused rows that could not be used, by reason
public record OdsReport(
        int read, int created, int changed, int closed, int unchanged, int waiting, Map<String, Integer> refused) {
    public OdsReport {
        refused = new TreeMap<>(refused);
    }
}
