/// Answers whether a caller may do something with a patient's record.
@NullMarked
package org.meridiandx.identity.access;

import org.jspecify.annotations.NullMarked;
