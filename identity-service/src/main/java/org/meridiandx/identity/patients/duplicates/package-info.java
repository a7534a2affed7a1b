/// Patients who may be one person: found in the background after each change, shown side by side,
/// settled by a person and never by a machine.
@NullMarked
package org.meridiandx.identity.patients.duplicates;

import org.jspecify.annotations.NullMarked;
