/// How many are asked for, accepted, reported and cancelled, for a board.
@NullMarked
package org.meridiandx.order.indicators;

import org.jspecify.annotations.NullMarked;
