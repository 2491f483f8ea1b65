package org.doclock.admin;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.primefaces.model.FilterMeta;
import org.primefaces.model.LazyDataModel;
import org.primefaces.model.SortMeta;
import org.primefaces.model.SortOrder;

/**
 * What PrimeFaces' table asks: a page of the locks that match the filter of the request. While they
 * are read for the first time, of those that were found so far. For one request.
 */
class LocksModel extends LazyDataModel<LockRow> {

    private static final long serialVersionUID = 1L;

    private final transient LockListing listing;
    private final transient LockFilter filter;

    private transient Optional<LockRows> glance = Optional.empty();

    LocksModel(LockListing listing, LockFilter filter) {
        this.listing = listing;
        this.filter = filter;
    }

    @Override
    public int count(Map<String, FilterMeta> unused) {
        return listing.count(filter)
                .map(LockListing.Part::total)
                .or(() -> glance().map(it -> it.count(filter)))
                .orElse(0);
    }

    @Override
    public List<LockRow> load(
            int first,
            int pageSize,
            Map<String, SortMeta> sorting,
            Map<String, FilterMeta> unused) {
        int start = recalculateFirst(first, pageSize, getRowCount());
        return find(start, pageSize, sorting).map(LockListing.Part::rows).orElse(List.of());
    }

    private Optional<LockListing.Part> find(
            int first, int pageSize, Map<String, SortMeta> sorting) {
        Optional<SortMeta> by =
                sorting.values().stream()
                        .filter(SortMeta::isActive)
                        .max(Comparator.comparingInt(SortMeta::getPriority));
        LockColumn column =
                by.flatMap(it -> LockColumn.named(it.getField())).orElse(LockColumn.DOCUMENT);
        boolean descending = by.filter(it -> it.getOrder() == SortOrder.DESCENDING).isPresent();
        return listing.find(filter, column, descending, first, pageSize)
                .or(
                        () ->
                                glance().map(
                                                it ->
                                                        LockListing.part(
                                                                it,
                                                                filter,
                                                                column,
                                                                descending,
                                                                first,
                                                                pageSize)));
    }

    private Optional<LockRows> glance() {
        if (glance.isEmpty()) {
            glance = listing.glance();
        }
        return glance;
    }

    @Override
    public String getRowKey(LockRow row) {
        return row.getKey();
    }
}
