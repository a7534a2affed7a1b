/// Tells patients who looked at their record, in plain words.
@NullMarked
package org.meridiandx.identity.audit.looks;

import org.jspecify.annotations.NullMarked;
