/// The loop of each report as it is kept: opened in the transaction that files the report, changed
/// by whoever reads, acknowledges and acts, and by the timer. Plain statements over many rows, as
/// in `filing`.
@NullMarked
package org.meridiandx.result.followup.loops;

import org.jspecify.annotations.NullMarked;
