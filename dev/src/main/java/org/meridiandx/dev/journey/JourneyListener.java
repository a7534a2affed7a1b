package org.meridiandx.dev.journey;

/// Hears how the journey goes, as it goes.
public interface JourneyListener {

    /// A step begins.
    void begins(int number, String title);

    /// Something was sent and came back.
    void exchanged(Exchange exchange);

    /// Something that had to hold does.
    void held(String check);

    /// A step ended, well or not.
    void ended(StepReport report);

    /// Hears nothing.
    JourneyListener SILENT = new JourneyListener() {
        @Override
        public void begins(int number, String title) {}

        @Override
        public void exchanged(Exchange exchange) {}

        @Override
        public void held(String check) {}

        @Override
        public void ended(StepReport report) {}
    };
}
