package io.syncline.connector.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.EOFException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WaitingSocketTest {
    private ServerSocket listening;
    private Socket server;
    private WaitingSocket socket;

    @BeforeEach
    void connect() throws Exception {
        listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket made = new WaitingSocket.Factory().createSocket();
        socket = WaitingSocket.taken();
        assertThat(made).isSameAs(socket);
        socket.connect(new InetSocketAddress(listening.getInetAddress(), listening.getLocalPort()));
        server = listening.accept();
    }

    @AfterEach
    void close() throws Exception {
        socket.close();
        server.close();
        listening.close();
    }

    @Test
    void whatWasWaitedForIsStillThere() throws Exception {
        server.getOutputStream().write(new byte[] {1, 2, 3});
        InputStream in = socket.getInputStream();

        assertThat(socket.await(10_000)).isTrue();
        assertThat(socket.await(10_000)).isTrue();
        assertThat(in.available()).isEqualTo(3);
        assertThat(in.read()).isEqualTo(1);
        server.getOutputStream().write(4);
        assertThat(in.readNBytes(3)).containsExactly(2, 3, 4);
        assertThat(socket.await(1)).isFalse();
    }

    @Test
    void aLookIsNotARead() throws Exception {
        InputStream in = socket.getInputStream();
        socket.setSoTimeout(1);
        long start = System.nanoTime();
        for (int i = 0; i < 1000; i++) {
            assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(in::read);
        }
        // Reads would have waited for a second.
        assertThat(System.nanoTime() - start).isLessThan(900_000_000L);

        server.getOutputStream().write(5);
        assertThat(socket.await(10_000)).isTrue();
        assertThat(in.read()).isEqualTo(5);
        assertThat(socket.getSoTimeout()).isEqualTo(1);
    }

    @Test
    void anEndIsNoSilence() throws Exception {
        server.close();

        assertThatExceptionOfType(EOFException.class).isThrownBy(() -> socket.await(10_000));
    }
}
