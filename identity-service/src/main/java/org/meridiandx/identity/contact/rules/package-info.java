/// What can be preferred. Pure.
@NullMarked
package org.meridiandx.identity.contact.rules;

import org.jspecify.annotations.NullMarked;
