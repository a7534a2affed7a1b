/// What a privacy officer should have a look at: emergency access, own names, many patients at
/// once, refusals in a row.
@NullMarked
package org.meridiandx.identity.audit.anomalies;

import org.jspecify.annotations.NullMarked;
