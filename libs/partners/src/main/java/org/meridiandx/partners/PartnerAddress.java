package org.meridiandx.partners;

/// Where a partner listens.
public record PartnerAddress(String host, int port, boolean isTls) {}
