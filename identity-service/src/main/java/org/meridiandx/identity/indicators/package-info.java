/// How often records are opened in an emergency and sign-ins refused, for a board.
@NullMarked
package org.meridiandx.identity.indicators;

import org.jspecify.annotations.NullMarked;
