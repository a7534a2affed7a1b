/// What others' rules and clients say of what a region serves: HL7's validator, the examples of the guides.
@org.jspecify.annotations.NullMarked
package org.meridiandx.e2e.conformance;
