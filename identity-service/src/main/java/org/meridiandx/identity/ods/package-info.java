/// The load of published ODS files into the directory: by the piece, as often as wanted, only
/// differences written.
@NullMarked
package org.meridiandx.identity.ods;

import org.jspecify.annotations.NullMarked;
