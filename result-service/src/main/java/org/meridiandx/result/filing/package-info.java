/// Filing results: reports, observations and specimens become rows, events and pointers in one transaction.
///
/// Every door (HL7 v2, Bundles, single resources) ends here. It works on plain PostgreSQL connections and not on
/// Hibernate sessions: an intake transaction is a few pipelined multi-row statements that copy bytes as they will be
/// served, and no entity is ever read back to be changed.
@NullMarked
package org.meridiandx.result.filing;

import org.jspecify.annotations.NullMarked;
