package io.syncline.server.web;

import io.syncline.server.api.Backend;
import io.syncline.server.api.EventFeed;
import io.syncline.server.security.Keys;
import io.syncline.server.security.Tickets;
import jakarta.servlet.DispatcherType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.web.servlet.function.RequestPredicates;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;

/** The HTTP listener. Requests that come before the backend is there wait for it. */
public final class WebServer implements AutoCloseable {
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);

    /** Only what is needed: looking through all that Spring Boot offers costs seconds. */
    @Configuration(proxyBeanMethods = false)
    @Import({
        TomcatServletWebServerAutoConfiguration.class,
        DispatcherServletAutoConfiguration.class,
        WebMvcAutoConfiguration.class
    })
    static class Edge {}

    /**
     * Where to listen.
     *
     * @param address the local address
     * @param port the port; 0 for any that is free
     * @param folder for what the listener needs on a disk, which is nothing that lasts; a process
     *     that is ended hard leaves what is there to the next
     */
    public record Listen(String address, int port, Path folder) {}

    /** Its folders would be new ones among the machine's temporary ones at each start. */
    private record Folders(Path folder)
            implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {
        @Override
        public void customize(TomcatServletWebServerFactory factory) {
            Path root = folder.resolve("root");
            try {
                Files.createDirectories(root);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            factory.setBaseDirectory(folder.toFile());
            factory.setDocumentRoot(root.toFile());
        }
    }

    private final ConfigurableApplicationContext context;
    private final AtomicBoolean closing;
    private final int port;

    private WebServer(ConfigurableApplicationContext context, AtomicBoolean closing, int port) {
        this.context = context;
        this.closing = closing;
        this.port = port;
    }

    /**
     * Starts to listen.
     *
     * @param backend what calls work on; may block until it is there
     * @param keys who may ask; may block likewise
     * @param ready whether the backend is there
     */
    public static WebServer start(
            Listen listen,
            Supplier<Backend> backend,
            Supplier<Keys> keys,
            BooleanSupplier ready,
            LongSupplier wallMillis) {
        AtomicBoolean closing = new AtomicBoolean();
        Tickets tickets = new Tickets(wallMillis);
        EventFeed feed = new EventFeed(backend, HEARTBEAT, closing::get);
        Front front =
                new Front(Api.routes(backend, tickets, wallMillis), feed, new Pages(), keys, ready);
        ConfigurableApplicationContext context =
                new SpringApplicationBuilder(Edge.class)
                        .web(WebApplicationType.SERVLET)
                        .bannerMode(Banner.Mode.OFF)
                        .logStartupInfo(false)
                        .registerShutdownHook(false)
                        .properties(properties(listen))
                        .initializers(
                                spring ->
                                        register(
                                                (GenericApplicationContext) spring,
                                                listen.folder(),
                                                front,
                                                new Gate(keys, tickets)))
                        .run();
        int port =
                Objects.requireNonNull(
                                ((ServletWebServerApplicationContext) context).getWebServer())
                        .getPort();
        return new WebServer(context, closing, port);
    }

    private static Map<String, Object> properties(Listen listen) {
        return Map.of(
                "server.address",
                listen.address(),
                "server.port",
                listen.port(),
                "server.shutdown",
                "graceful",
                "spring.lifecycle.timeout-per-shutdown-phase",
                "5s",
                "spring.threads.virtual.enabled",
                true,
                "spring.web.resources.add-mappings",
                false,
                "spring.main.allow-bean-definition-overriding",
                false,
                "server.server-header",
                "",
                "spring.config.location",
                "optional:classpath:/none/");
    }

    private static void register(
            GenericApplicationContext spring, Path folder, Front front, Gate gate) {
        spring.registerBean("folders", Folders.class, () -> new Folders(folder));
        spring.registerBean(
                "front",
                RouterFunction.class,
                () ->
                        RouterFunctions.route(
                                RequestPredicates.all(),
                                _ ->
                                        ServerResponse.ok()
                                                .build(
                                                        (request, response) -> {
                                                            front.handle(request, response);
                                                            return null;
                                                        })));
        spring.registerBean(
                "gate",
                FilterRegistrationBean.class,
                () -> {
                    FilterRegistrationBean<Gate> bean = new FilterRegistrationBean<>(gate);
                    bean.addUrlPatterns("/*");
                    bean.setDispatcherTypes(EnumSet.of(DispatcherType.REQUEST));
                    return bean;
                });
    }

    /** The port it listens on. */
    public int port() {
        return port;
    }

    /** Ends the event streams and then the listener, after what is under way. */
    @Override
    public void close() {
        closing.set(true);
        context.close();
    }
}
