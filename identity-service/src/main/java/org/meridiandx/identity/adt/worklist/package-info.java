/// The work list of messages whose patient is in doubt: shown to those who administer patients, and
/// settled by them.
@NullMarked
package org.meridiandx.identity.adt.worklist;

import org.jspecify.annotations.NullMarked;
