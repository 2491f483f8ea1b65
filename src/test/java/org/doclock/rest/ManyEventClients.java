package org.doclock.rest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Many clients of event streams on one thread. */
final class ManyEventClients implements AutoCloseable {

    /** One client, and all that it was told. */
    static final class Client {

        private final SocketChannel channel;
        private final StringBuilder text = new StringBuilder();

        Client(SocketChannel channel) {
            this.channel = channel;
        }

        synchronized boolean heard(String event, int times) {
            int count = 0;
            for (int at = text.indexOf(event); at >= 0; at = text.indexOf(event, at + 1)) {
                count++;
            }
            return count >= times;
        }

        private synchronized void take(ByteBuffer bytes) {
            text.append(StandardCharsets.ISO_8859_1.decode(bytes));
        }

        void close() {
            try {
                channel.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Without a goodbye. */
        void reset() {
            try {
                channel.setOption(StandardSocketOptions.SO_LINGER, 0);
                channel.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private final List<Client> clients = new CopyOnWriteArrayList<>();
    private final Selector selector;
    private final URI server;

    ManyEventClients(URI server) {
        this.server = server;
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread thread = new Thread(this::read, "event-clients");
        thread.setDaemon(true);
        thread.start();
    }

    void open(String request) {
        try {
            SocketChannel channel =
                    SocketChannel.open(new InetSocketAddress(server.getHost(), server.getPort()));
            channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.UTF_8)));
            channel.configureBlocking(false);
            Client client = new Client(channel);
            clients.add(client);
            channel.register(selector, SelectionKey.OP_READ, client);
            selector.wakeup();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Client> all() {
        return clients;
    }

    long heard(String event, int times) {
        return clients.stream().filter(it -> it.heard(event, times)).count();
    }

    @Override
    public void close() {
        clients.forEach(Client::close);
        try {
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read() {
        ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
        while (selector.isOpen()) {
            try {
                selector.select(key -> read(key, buffer), 10);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static void read(SelectionKey key, ByteBuffer buffer) {
        Client client = (Client) key.attachment();
        try {
            buffer.clear();
            if (client.channel.read(buffer) < 0) {
                key.cancel();
            }
            client.take(buffer.flip());
        } catch (IOException gone) {
            key.cancel();
        }
    }
}
