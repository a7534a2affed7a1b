/// How soon reports are there and whether they are looked at, for a board.
@NullMarked
package org.meridiandx.result.indicators;

import org.jspecify.annotations.NullMarked;
