package org.doclock.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks over so many connections at a time, each again as soon as it has its answer, from one thread
 * that does little else: it is the server that is measured.
 */
final class HttpLoad {

    /**
     * How many requests were answered in the time, and after how many microseconds each.
     *
     * @param busy how many of them with 503
     */
    record Result(double perSecond, int[] micros, long count, long busy) {

        double percentile(double percent) {
            long rank = (long) Math.ceil(count * percent / 100);
            long seen = 0;
            for (int micro = 0; micro < micros.length; micro++) {
                seen += micros[micro];
                if (seen >= rank) {
                    return micro;
                }
            }
            return micros.length;
        }
    }

    private static final int LONGEST_MICROS = 2_000_000;
    private static final int MOST_LOST = 10_000;

    /** What one connection does. */
    private final class Conversation {
        private SocketChannel channel;
        private final int number;
        private final ByteBuffer answer = ByteBuffer.allocate(8192);
        private int asked;
        private long sent;

        Conversation(int number) throws IOException {
            this.number = number;
            connect();
        }

        private void connect() throws IOException {
            channel = SocketChannel.open(new InetSocketAddress("127.0.0.1", port));
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ, this);
        }

        void ask() throws IOException {
            ByteBuffer request = ByteBuffer.wrap(requests.get(number, asked++));
            sent = System.nanoTime();
            while (request.hasRemaining()) {
                channel.write(request);
            }
        }

        /**
         * A server closes a connection after so many requests, and does not always say so before.
         */
        private void askAgain() throws IOException {
            if (answer.position() > 0 || ++lost > MOST_LOST) {
                throw new IOException("The server closed " + lost + " connections");
            }
            long since = sent;
            channel.close();
            connect();
            asked--;
            ask();
            sent = since;
        }

        /** Whether the answer is complete. */
        boolean hear() throws IOException {
            if (channel.read(answer) < 0) {
                askAgain();
                return false;
            }
            byte[] bytes = answer.array();
            int end = endOfHead(bytes, answer.position());
            if (end < 0 || answer.position() < end + contentLength(bytes, end)) {
                return false;
            }
            if (bytes[9] == '5') {
                busy++;
                channel.close();
                connect();
            } else if (bytes[9] != '2') {
                throw new IOException(
                        new String(bytes, 0, answer.position(), StandardCharsets.UTF_8));
            }
            answer.clear();
            return true;
        }
    }

    /** The bytes of one request of one connection; of any number of them. */
    interface Requests {
        byte[] get(int connection, int number);
    }

    private final int port;
    private final Requests requests;
    private final Selector selector;
    private long busy;
    private int lost;

    private HttpLoad(int port, Requests requests) throws IOException {
        this.port = port;
        this.requests = requests;
        selector = Selector.open();
    }

    static Result run(int port, int connections, int millis, Requests requests) throws IOException {
        HttpLoad load = new HttpLoad(port, requests);
        List<Conversation> all = new ArrayList<>();
        try {
            for (int i = 0; i < connections; i++) {
                all.add(load.new Conversation(i));
            }
            return load.measure(all, millis);
        } finally {
            for (Conversation it : all) {
                it.channel.close();
            }
            load.selector.close();
        }
    }

    private Result measure(List<Conversation> all, int millis) throws IOException {
        int[] micros = new int[LONGEST_MICROS];
        long count = 0;
        long begin = System.nanoTime();
        long end = begin + millis * 1_000_000L;
        for (Conversation it : all) {
            it.ask();
        }
        int open = all.size();
        while (open > 0) {
            selector.select();
            for (SelectionKey key : selector.selectedKeys()) {
                Conversation conversation = (Conversation) key.attachment();
                if (conversation.hear()) {
                    long now = System.nanoTime();
                    int took = (int) Math.min(LONGEST_MICROS - 1, (now - conversation.sent) / 1000);
                    micros[took]++;
                    count++;
                    // Who has taken a lock gives it back before the end.
                    if (now < end || conversation.asked % 2 == 1) {
                        conversation.ask();
                    } else {
                        open--;
                    }
                }
            }
            selector.selectedKeys().clear();
        }
        return new Result(count * 1e9 / (System.nanoTime() - begin), micros, count, busy);
    }

    private static int endOfHead(byte[] bytes, int length) {
        for (int i = 3; i < length; i++) {
            if (bytes[i] == '\n' && bytes[i - 1] == '\r' && bytes[i - 2] == '\n') {
                return i + 1;
            }
        }
        return -1;
    }

    private static final byte[] LENGTH = "content-length: ".getBytes(StandardCharsets.US_ASCII);

    private static int contentLength(byte[] bytes, int end) {
        for (int i = 0; i < end - LENGTH.length; i++) {
            if (bytes[i] == '\n' && matches(bytes, i + 1)) {
                int length = 0;
                for (int j = i + 1 + LENGTH.length; bytes[j] != '\r'; j++) {
                    length = 10 * length + bytes[j] - '0';
                }
                return length;
            }
        }
        throw new IllegalStateException(new String(bytes, 0, end, StandardCharsets.US_ASCII));
    }

    private static boolean matches(byte[] bytes, int from) {
        for (int i = 0; i < LENGTH.length; i++) {
            if ((bytes[from + i] | 0x20) != (LENGTH[i] | 0x20)) {
                return false;
            }
        }
        return true;
    }

    static byte[] post(String path, String headers, String body) {
        return ("POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n%sContent-Length: %d\r\n\r\n%s"
                        .formatted(path, headers, body.length(), body))
                .getBytes(StandardCharsets.US_ASCII);
    }

    static byte[] get(String path, String headers) {
        return "GET %s HTTP/1.1\r\nHost: localhost\r\n%s\r\n"
                .formatted(path, headers)
                .getBytes(StandardCharsets.US_ASCII);
    }
}
