/// The region's CapabilityStatement, put together from what each service declares.
@NullMarked
package org.meridiandx.identity.capability;

import org.jspecify.annotations.NullMarked;
