package org.doclock;

import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Starts Redis before Arquillian reads arquillian.xml, which names it. Only where the tests with a
 * server run: these are told where the server's jar is.
 */
public final class RedisForArquillian implements LauncherSessionListener {

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        if (System.getProperty("payara.microJar") != null) {
            System.setProperty("doclock.test.redis", SharedServer.redisUriOfDocLock().toString());
        }
    }
}
