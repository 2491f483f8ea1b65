package org.doclock.admin;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;

/**
 * Rows in an order that no two of them share a place in; never changed. What changes makes a new
 * array out of few pieces of the old one, so that its cost hardly depends on how many rows there
 * are.
 */
record SortedRows(LockRow[] rows) {

    static SortedRows of(LockRow[] rows, Comparator<LockRow> order) {
        LockRow[] sorted = rows.clone();
        Arrays.sort(sorted, order);
        return new SortedRows(sorted);
    }

    /**
     * @param gone may hold rows that are not in it
     * @param fresh rows that are not in it
     */
    SortedRows with(List<LockRow> gone, List<LockRow> fresh, Comparator<LockRow> order) {
        return without(gone, order).and(fresh.toArray(LockRow[]::new), order);
    }

    private SortedRows without(List<LockRow> gone, Comparator<LockRow> order) {
        BitSet places = new BitSet();
        for (LockRow row : gone) {
            int place = Arrays.binarySearch(rows, row, order);
            if (place >= 0) {
                places.set(place);
            }
        }
        LockRow[] left = new LockRow[rows.length - places.cardinality()];
        int copied = 0;
        int from = 0;
        for (int place = places.nextSetBit(0); place >= 0; place = places.nextSetBit(place + 1)) {
            System.arraycopy(rows, from, left, copied, place - from);
            copied += place - from;
            from = place + 1;
        }
        System.arraycopy(rows, from, left, copied, rows.length - from);
        return new SortedRows(left);
    }

    private SortedRows and(LockRow[] fresh, Comparator<LockRow> order) {
        Arrays.sort(fresh, order);
        LockRow[] all = new LockRow[rows.length + fresh.length];
        int from = 0;
        for (int i = 0; i < fresh.length; i++) {
            int place = -Arrays.binarySearch(rows, fresh[i], order) - 1;
            System.arraycopy(rows, from, all, from + i, place - from);
            all[place + i] = fresh[i];
            from = place;
        }
        System.arraycopy(rows, from, all, from + fresh.length, rows.length - from);
        return new SortedRows(all);
    }
}
