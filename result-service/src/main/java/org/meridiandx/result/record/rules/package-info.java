/// When entries of several sources are one fact, and what it means that there is none. Pure.
@NullMarked
package org.meridiandx.result.record.rules;

import org.jspecify.annotations.NullMarked;
