/// PURE: the access policy.
@NullMarked
package org.meridiandx.identity.access.rules;

import org.jspecify.annotations.NullMarked;
