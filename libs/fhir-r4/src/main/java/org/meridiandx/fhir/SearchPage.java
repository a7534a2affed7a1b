package org.meridiandx.fhir;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One page of a search, after the access decision.
///
/// @param resources what the caller may see
/// @param continuesAfter the last of them, where there is more that the caller may see
record SearchPage(List<StoredResource> resources, Optional<SearchHit> continuesAfter) {

    SearchPage {
        resources = List.copyOf(resources);
    }

    /// What the caller may see so far, while the page is being filled.
    ///
    /// @param count entries a page
    /// @param round which reading of rows comes next
    record Gathered(int count, List<SearchHit> kept, int round) {

        static Gathered none(int count) {
            return new Gathered(count, List.of(), 1);
        }

        Gathered with(List<SearchHit> more) {
            var all = new ArrayList<>(kept);
            all.addAll(more);
            return new Gathered(count, all, round + 1);
        }

        boolean isFull() {
            return kept.size() > count;
        }

        SearchPage page() {
            return isFull() ? pageToBeContinued() : new SearchPage(resourcesOf(kept), Optional.empty());
        }

        SearchPage pageToBeContinued() {
            var shown = kept.subList(0, Math.min(count, kept.size()));
            return new SearchPage(resourcesOf(shown), Optional.of(shown.getLast()));
        }

        private static List<StoredResource> resourcesOf(List<SearchHit> hits) {
            return hits.stream().map(SearchHit::resource).toList();
        }
    }
}
