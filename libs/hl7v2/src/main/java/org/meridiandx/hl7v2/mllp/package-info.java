/// HL7 v2 over the Minimal Lower Layer Protocol: a listener on Vert.x, a blocking client, the framing between them.
///
/// **Source**: HL7 Transport Specification MLLP, Release 1 (start block VT, end block FS CR).
@NullMarked
package org.meridiandx.hl7v2.mllp;

import org.jspecify.annotations.NullMarked;
