/// Patient administration messages (HL7 v2 ADT over MLLP): each is kept, then has its effect, then
/// is answered.
@NullMarked
package org.meridiandx.identity.adt;

import org.jspecify.annotations.NullMarked;
