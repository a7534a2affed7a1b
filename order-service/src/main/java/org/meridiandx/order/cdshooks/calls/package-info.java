/// What an EHR sends: read and checked before anything is done.
@NullMarked
package org.meridiandx.order.cdshooks.calls;

import org.jspecify.annotations.NullMarked;
