/// Pure rules of filing: which version of a report takes the place of which.
@NullMarked
package org.meridiandx.result.filing.rules;

import org.jspecify.annotations.NullMarked;
