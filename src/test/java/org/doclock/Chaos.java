package org.doclock;

/** Whether this is {@code mvn -Pchaos verify}: tests of what takes minutes then run at length. */
public final class Chaos {

    private Chaos() {}

    public static boolean isOn() {
        return Boolean.getBoolean("doclock.chaos");
    }

    /** The long one with {@code -Pchaos}, else the short one. */
    public static int either(int shortOne, int longOne) {
        return isOn() ? longOne : shortOne;
    }
}
