/// The lists that people work off: what is theirs, their team's, overdue, offered to them, or
/// nobody's. And who stands in for whom.
@NullMarked
package org.meridiandx.result.followup.worklists;

import org.jspecify.annotations.NullMarked;
