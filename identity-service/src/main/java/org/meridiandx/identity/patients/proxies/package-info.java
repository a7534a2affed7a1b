/// Who may act for a patient: parents, guardians, attorneys, carers. This is where the facts are
/// entered; access decisions go by them, age rules included.
@NullMarked
package org.meridiandx.identity.patients.proxies;

import org.jspecify.annotations.NullMarked;
