/// PURE: how likely it is that two descriptions are of one person.
@NullMarked
package org.meridiandx.identity.patients.matching.rules;

import org.jspecify.annotations.NullMarked;
