/// What is made of many Observations of one patient: series and charts, the latest of each code, statistics.
///
/// Rows are decided one by one before anything is made of them, and what went into an answer is in the audit.
@NullMarked
package org.meridiandx.result.trends;

import org.jspecify.annotations.NullMarked;
