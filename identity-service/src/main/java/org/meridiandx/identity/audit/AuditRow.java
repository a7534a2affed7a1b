package org.meridiandx.identity.audit;

/// One entry with its place in the log.
///
/// @param seq from 1, without gaps: the leaf's index plus one
/// @param content the entry, as it is served
/// @param leafHash of the content
@SuppressWarnings("ArrayRecordComponent")
record AuditRow(long seq, AuditColumns columns, byte[] content, byte[] leafHash) {

    @Override
    public String toString() {
        return "AuditRow[" + seq + "]";
    }
}
