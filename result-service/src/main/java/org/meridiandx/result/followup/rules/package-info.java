/// How a report is followed until somebody has acted on it: states, deadlines, escalation. Pure:
/// no clock, no database.
@NullMarked
package org.meridiandx.result.followup.rules;

import org.jspecify.annotations.NullMarked;
