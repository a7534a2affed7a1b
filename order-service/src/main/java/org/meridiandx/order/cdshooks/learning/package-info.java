/// What came of the cards: shown, accepted, changed, withdrawn, overridden with a reason. Of the
/// patient and the request nothing is kept here.
@NullMarked
package org.meridiandx.order.cdshooks.learning;

import org.jspecify.annotations.NullMarked;
