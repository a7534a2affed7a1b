/// Entries of the shared record on their way to the database and back: how an entry is known again, its rows and
/// versions, and their way to another patient.
///
/// Plain PostgreSQL statements, as in filing: an entry is filed within the transaction of its Bundle.
@NullMarked
package org.meridiandx.result.record.entries;

import org.jspecify.annotations.NullMarked;
