/// Opening a record in an emergency: one person, one patient, some hours, with a reason; and who is
/// told of it.
@NullMarked
package org.meridiandx.identity.access.breakglass;

import org.jspecify.annotations.NullMarked;
