/// `dx ods load`: published ODS files into the directory of the region that is up.
@NullMarked
package org.meridiandx.dev.ods;

import org.jspecify.annotations.NullMarked;
