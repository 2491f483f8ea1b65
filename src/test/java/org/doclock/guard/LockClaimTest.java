package org.doclock.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.doclock.locking.LockOwner;
import org.junit.jupiter.api.Test;

/** Whose grants a claim shows. */
class LockClaimTest {

    private static final LockOwner ANNA = LockOwner.of("anna").inSession("tab-1");

    @Test
    void theSameOwnersGrantsAreAddedAndItsOwnWin() {
        LockClaim own = LockClaim.of(ANNA).with("a", 1).with("b", 2);
        LockClaim both = own.and(LockClaim.of(ANNA.named("Anna A.")).with("b", 7).with("c", 3));
        assertThat(both.owner()).isEqualTo(ANNA);
        assertThat(both.token("a")).hasValue(1);
        assertThat(both.token("b")).hasValue(2);
        assertThat(both.token("c")).hasValue(3);
    }

    @Test
    void nobodyShowsTheGrantsOfSomebodyElseOrOfAnotherSession() {
        for (LockOwner other :
                List.of(LockOwner.of("bob").inSession("tab-1"), LockOwner.of("anna"))) {
            LockClaim own = LockClaim.of(ANNA).with("a", 1);
            assertThat(own.and(LockClaim.of(other).with("b", 2))).isEqualTo(own);
        }
    }
}
