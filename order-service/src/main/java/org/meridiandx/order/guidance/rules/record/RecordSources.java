package org.meridiandx.order.guidance.rules.record;

/// Which facts the record can fill, and by what. Content, as the guidelines are.
public record RecordSources(String version, ResultSources results, StudySources studies) {}
