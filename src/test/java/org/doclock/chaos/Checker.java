package org.doclock.chaos;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Finds in a history what must not be there. It looks at nothing else, so that a history tells the
 * same whenever it is checked.
 */
final class Checker {

    private Checker() {}

    /** What was found of each kind, a line each that names the evidence. */
    static Map<Fault, List<String>> check(History history) {
        Map<Fault, List<String>> found = new EnumMap<>(Fault.class);
        for (Fault fault : Fault.values()) {
            found.put(fault, new ArrayList<>());
        }
        new GrantCheck(history).check(found);
        new TokenCheck(history).check(found);
        new SaveCheck(history).check(found);
        return found;
    }
}
