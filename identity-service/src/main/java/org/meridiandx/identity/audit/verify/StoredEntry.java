package org.meridiandx.identity.audit.verify;

import org.meridiandx.identity.audit.AuditColumns;

/// A row of the log as it stands in the database now.
///
/// @param columns as the columns have it, whatever the content says
/// @param isPlain whether the columns that are alike in every row are as in every row
/// @param leafHash empty where there is none
@SuppressWarnings("ArrayRecordComponent")
record StoredEntry(long seq, AuditColumns columns, boolean isPlain, byte[] content, byte[] leafHash) {

    @Override
    public String toString() {
        return "StoredEntry[" + seq + "]";
    }
}
