/// What an app may ask for, and what of it a person may give. Pure.
@NullMarked
package org.meridiandx.identity.authorization.rules;

import org.jspecify.annotations.NullMarked;
