/// How a patient wants to be reached: channel, language, format, interpreter, consent to messages.
///
/// **Source:** DCB1605 Accessible Information; UK Core contact preference. **Hazard:** a letter
/// that its reader cannot read, or a message to where others read it.
@NullMarked
package org.meridiandx.identity.contact;

import org.jspecify.annotations.NullMarked;
