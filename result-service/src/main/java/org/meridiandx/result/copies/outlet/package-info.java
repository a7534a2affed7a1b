/// The ways to a recipient: HL7 v2 over MLLP, or files in a mailbox's folder.
@NullMarked
package org.meridiandx.result.copies.outlet;

import org.jspecify.annotations.NullMarked;
