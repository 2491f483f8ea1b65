package org.doclock.guard;

/** The contract with Hibernate. */
class HibernateFenceTest extends FenceContract {

    @Override
    String persistenceUnit() {
        return "hibernate";
    }
}
