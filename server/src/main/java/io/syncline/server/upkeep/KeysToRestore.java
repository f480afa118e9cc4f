package io.syncline.server.upkeep;

import io.syncline.core.endpoint.Code;
import io.syncline.core.endpoint.EndpointException;
import io.syncline.store.MasterKey;
import io.syncline.store.MasterKeys;
import io.syncline.store.Restoring;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;

/**
 * Which keys a restoration needs.
 *
 * @param from the one that the backup is sealed under
 * @param to the one of this server, that the store is to open with
 */
record KeysToRestore(MasterKey from, MasterKey to) {
    /**
     * Finds them: the backup's key is the one in it, this server's, or one that a rotation has left
     * in the folder. A server without a key gets the one of the backup.
     *
     * @throws EndpointException WRONG_MASTER_KEY if the backup's key is nowhere
     */
    static KeysToRestore of(
            Restoring.Sealed backup,
            Map<String, String> environment,
            Path folder,
            SecureRandom random) {
        MasterKey inBackup = backup.key();
        boolean none =
                !MasterKeys.given(environment) && !Files.exists(folder.resolve("master.key"));
        if (none && inBackup == null) {
            throw missing(backup, "none");
        }
        if (none && inBackup != null) {
            MasterKeys.keep(inBackup, folder);
            return new KeysToRestore(inBackup, inBackup);
        }
        MasterKeys ours = MasterKeys.find(environment, folder, random);
        if (inBackup != null) {
            return new KeysToRestore(inBackup, ours.current());
        }
        MasterKey from = ours.kept(backup.id());
        if (from == null) {
            throw missing(backup, ours.current().id());
        }
        return new KeysToRestore(from, ours.current());
    }

    private static EndpointException missing(Restoring.Sealed backup, String ours) {
        return new EndpointException(
                EndpointException.Kind.MISCONFIGURED,
                Code.WRONG_MASTER_KEY,
                "The backup is sealed under the master key %s, and this server has %s: %s"
                        .formatted(
                                backup.id(),
                                ours,
                                backup.inBackup()
                                        ? "give the passphrase of the one in it"
                                        : "bring that key back as master.key, or in "
                                                + MasterKey.VARIABLE));
    }
}
