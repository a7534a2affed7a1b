/// The shared record: allergies, problems, medication, immunisations, procedures, encounters and care plans as their
/// sources tell them, each source for itself.
@NullMarked
package org.meridiandx.result.record;

import org.jspecify.annotations.NullMarked;
