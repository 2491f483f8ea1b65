package org.doclock.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.doclock.locking.InvalidLockRequestException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the header says that shows the tokens of grants. */
class TokenHeaderTest {

    @Test
    void pairsStandInOneHeaderOrInSeveral() {
        assertThat(TokenHeader.read(List.of("quote-7=17, quote-8=18", "a=9007199254740991")))
                .isEqualTo(Map.of("quote-7", 17L, "quote-8", 18L, "a", 9007199254740991L));
        assertThat(TokenHeader.read(List.of())).isEmpty();
    }

    @Test
    void idsAreUrlEncodedAndMayHoldAnything() {
        assertThat(TokenHeader.read(List.of("a%3D1%2Cb=5,%E2%82%AC%20+x=6,a=b=7")))
                .isEqualTo(Map.of("a=1,b", 5L, "€ +x", 6L, "a=b", 7L));
    }

    @Test
    void theSamePairMayComeTwice() {
        assertThat(TokenHeader.read(List.of("a=1,a=1"))).isEqualTo(Map.of("a", 1L));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "a=",
                "=1",
                "a=-1",
                "a=1.5",
                "a=x",
                "a=9007199254740992",
                "a=1,a=2",
                "a=1,",
                "%=1",
                "%zz=1",
                "a=99999999999999999999"
            })
    void anythingElseIsAnErrorThatSaysHowToWriteIt(String header) {
        assertThatThrownBy(() -> TokenHeader.read(List.of(header)))
                .isInstanceOf(InvalidLockRequestException.class)
                .hasMessageContaining("X-Lock-Token must be pairs such as quote-7=17640");
    }
}
