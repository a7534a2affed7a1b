/// All that this service keeps of one patient, page by page.
@NullMarked
package org.meridiandx.result.everything;

import org.jspecify.annotations.NullMarked;
