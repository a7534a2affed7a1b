/// PURE: which of several sources' words about a patient is in force.
@NullMarked
package org.meridiandx.identity.patients.values.rules;

import org.jspecify.annotations.NullMarked;
