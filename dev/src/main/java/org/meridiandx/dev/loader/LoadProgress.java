package org.meridiandx.dev.loader;

/// Hears how far a load is.
public interface LoadProgress {

    /// A feed begins.
    ///
    /// @param total how many files it has
    void begins(String feed, int total);

    /// One more file is done.
    void advanced();

    /// The feed is done.
    void ended(FeedReport report);

    /// Hears nothing.
    LoadProgress SILENT = new LoadProgress() {
        @Override
        public void begins(String feed, int total) {}

        @Override
        public void advanced() {}

        @Override
        public void ended(FeedReport report) {}
    };
}
