package io.syncline.server.api;

import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.Finding;
import io.syncline.engine.doctor.Doctor;
import io.syncline.engine.doctor.Examined;
import io.syncline.engine.doctor.Patient;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.Supplier;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The calls about the house's health. */
public final class DoctorCalls {
    /** Less than this share of a disk, or so many bytes, is little. */
    private static final double DISK_SHARE_MIN = 0.05;

    private static final long DISK_BYTES_MIN = 1L << 30;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Supplier<Backend> backend;

    /** Calls on a backend, which is asked for at each call. */
    public DoctorCalls(Supplier<Backend> backend) {
        this.backend = backend;
    }

    /** Looks at everything; changes nothing. */
    public Reply examine(Request request) {
        Backend parts = backend.get();
        Doctor doctor = parts.care().doctor();
        List<Finding> findings = new ArrayList<>();
        ObjectNode body = Views.object();
        house(body.putObject("server"), parts, findings);
        findings.addAll(doctor.syncs());
        ArrayNode endpoints = body.putArray("endpoints");
        for (Examined each : together(doctor.patients(), doctor::examine)) {
            DoctorViews.endpoint(endpoints.addObject(), each);
            findings.addAll(each.findings());
        }
        findings.sort(Comparator.comparing(Finding::severity).reversed());
        body.put(
                "healthy",
                findings.stream().noneMatch(each -> each.severity() != Finding.Severity.NOTE));
        ArrayNode all = body.putArray("findings");
        findings.forEach(each -> DoctorViews.finding(all.addObject(), each));
        return Reply.of(200, body);
    }

    /** Removes orphans: what this store's syncs have made that are no more. */
    public Reply fix(Request request) {
        List<Problem> problems = TriggerParser.nothing(request.body());
        if (!problems.isEmpty()) {
            return Complaints.of(problems);
        }
        Doctor doctor = backend.get().care().doctor();
        ObjectNode body = Views.object();
        ArrayNode all = body.putArray("orphans");
        together(doctor.patients(), doctor::mend).stream()
                .flatMap(List::stream)
                .forEach(each -> DoctorViews.removed(all.addObject(), each));
        return Reply.of(200, body);
    }

    /** Several endpoints that do not answer are waited for at the same time. */
    private static <T> List<T> together(List<Patient> patients, Function<Patient, T> look) {
        List<T> looked = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> asked =
                    patients.stream().map(each -> threads.submit(() -> look.apply(each))).toList();
            for (Future<T> each : asked) {
                looked.add(each.get());
            }
            return looked;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException known) {
                throw known;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }

    private static void house(ObjectNode into, Backend parts, List<Finding> findings) {
        String version = DoctorCalls.class.getPackage().getImplementationVersion();
        into.put("version", version == null ? "unpacked classes" : version);
        into.put("java", Runtime.version().toString());
        long began = System.nanoTime();
        into.put("syncs", parts.syncs().list().size());
        into.put("store_took_ms", (System.nanoTime() - began) / NANOS_PER_MILLI);
        into.put("store_mark", parts.care().registry().mark());
        try {
            FileStore disk = Files.getFileStore(parts.care().data());
            long free = disk.getUsableSpace();
            long total = disk.getTotalSpace();
            into.put("disk_free_bytes", free);
            into.put("disk_bytes", total);
            if (free < DISK_BYTES_MIN || free < total * DISK_SHARE_MIN) {
                findings.add(
                        Finding.warning(
                                Code.DISK_LOW,
                                parts.care().data().toString(),
                                "%d MiB of %d MiB are free on the disk of the data folder"
                                        .formatted(free >> 20, total >> 20),
                                "make room"));
            }
        } catch (IOException e) {
            into.putNull("disk_free_bytes");
            into.putNull("disk_bytes");
        }
    }
}
