/// PURE: what a trigger event does, and whether a message is about the patient that its identifiers
/// name.
@NullMarked
package org.meridiandx.identity.adt.rules;

import org.jspecify.annotations.NullMarked;
