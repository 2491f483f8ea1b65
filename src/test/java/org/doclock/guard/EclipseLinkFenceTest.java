package org.doclock.guard;

/** The contract with EclipseLink, which is Payara's. */
class EclipseLinkFenceTest extends FenceContract {

    @Override
    String persistenceUnit() {
        return "eclipselink";
    }
}
