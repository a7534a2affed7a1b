/// `dx audit`: verifies the audit log of the region that is up.
@NullMarked
package org.meridiandx.dev.audit;

import org.jspecify.annotations.NullMarked;
