/// The doors for results, fed with whatever bytes: each answers with a result or a refusal, and what it lets in is
/// sound.
@org.jspecify.annotations.NullMarked
package org.meridiandx.result.doors;
