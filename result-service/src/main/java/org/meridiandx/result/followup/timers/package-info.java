/// What happens by itself: overdue reports are escalated, whoever runs and however often they
/// restart.
@NullMarked
package org.meridiandx.result.followup.timers;

import org.jspecify.annotations.NullMarked;
