/// Who may act for a patient: parents, guardians, attorneys, carers. What they may do is decided by
/// access decisions, age rules included; this is where the facts are entered.
@NullMarked
package org.meridiandx.identity.patients.proxies;

import org.jspecify.annotations.NullMarked;
