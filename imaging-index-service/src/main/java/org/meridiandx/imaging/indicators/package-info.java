/// How often imaging is repeated, for a board.
@NullMarked
package org.meridiandx.imaging.indicators;

import org.jspecify.annotations.NullMarked;
