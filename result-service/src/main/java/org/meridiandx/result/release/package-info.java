/// What patients, and who acts for them, are shown of results and when: the rules of region and organisations, what
/// clinicians write for patients, and the gate that each read goes through.
@NullMarked
package org.meridiandx.result.release;

import org.jspecify.annotations.NullMarked;
