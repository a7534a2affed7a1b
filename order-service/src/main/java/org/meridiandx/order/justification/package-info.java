/// IR(ME)R: what a request for ionising imaging needs before it is placed, and the record of what was known, shown and
/// decided when it was, for each version. Rules are asked in `guidance`; what came of cards is told by `cdshooks`.
@NullMarked
package org.meridiandx.order.justification;

import org.jspecify.annotations.NullMarked;
