package org.meridiandx.dev.region;

import java.time.Duration;
import java.util.List;

/// Several listeners in place of one.
record RegionListeners(List<RegionListener> listeners) implements RegionListener {

    RegionListeners {
        listeners = List.copyOf(listeners);
    }

    @Override
    public void starting(String part) {
        listeners.forEach(listener -> listener.starting(part));
    }

    @Override
    public void ready(String part, Duration after) {
        listeners.forEach(listener -> listener.ready(part, after));
    }

    @Override
    public void failed(String part, String reason, List<String> lastLines) {
        listeners.forEach(listener -> listener.failed(part, reason, lastLines));
    }

    @Override
    public void restarting(String part) {
        listeners.forEach(listener -> listener.restarting(part));
    }

    @Override
    public void allReady() {
        listeners.forEach(RegionListener::allReady);
    }

    @Override
    public void stopping(String part) {
        listeners.forEach(listener -> listener.stopping(part));
    }

    @Override
    public void stopped(String part, Duration after) {
        listeners.forEach(listener -> listener.stopped(part, after));
    }
}
