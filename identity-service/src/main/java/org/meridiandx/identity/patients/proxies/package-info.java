/// Who may act for a patient: parents, guardians, attorneys, carers. This is where the facts are
/// entered; access decisions do not read them yet, so a proxy opens no record.
@NullMarked
package org.meridiandx.identity.patients.proxies;

import org.jspecify.annotations.NullMarked;
