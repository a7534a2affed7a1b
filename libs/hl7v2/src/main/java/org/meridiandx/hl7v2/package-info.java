/// HL7 v2 messages as regions really receive them: reading, character sets, answers, batches.
///
/// Nothing here opens a socket (see `org.meridiandx.hl7v2.mllp`) and nothing here knows a service. The reading
/// model is our own, bounded and lenient: versions 2.1 to 2.9, odd delimiters, Z segments, wrong field counts.
@NullMarked
package org.meridiandx.hl7v2;

import org.jspecify.annotations.NullMarked;
