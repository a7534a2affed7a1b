/// Merging and parting patients over the API.
@NullMarked
package org.meridiandx.identity.patients.merging;

import org.jspecify.annotations.NullMarked;
