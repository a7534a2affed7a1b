/// Patient `$match`: candidates from the index, graded by the pure rules.
@NullMarked
package org.meridiandx.identity.patients.matching;

import org.jspecify.annotations.NullMarked;
