/// Copies of reports for those who take only HL7 v2 or files: what people see of them and settle.
///
/// A trigger notes each version of a report in the transaction of its filing; `copies.queue` finds
/// its recipients, decides and sends, by `copies.outlet`, what `copies.wire` writes.
/// docs/mapping/diagnostic-report-oru.md says what each field is made of.
@NullMarked
package org.meridiandx.result.copies;

import org.jspecify.annotations.NullMarked;
