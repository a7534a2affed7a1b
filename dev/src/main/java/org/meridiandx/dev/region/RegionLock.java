package org.meridiandx.dev.region;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Makes sure that one home has one region, and that one region has one data directory. The operating system lets go of
/// it when the supervisor ends in any way.
final class RegionLock implements AutoCloseable {

    private final FileChannel channel;

    private RegionLock(FileChannel channel) {
        this.channel = channel;
    }

    /// @throws RegionException when another supervisor holds it, saying where its region is
    static RegionLock take(Path home) {
        try {
            Files.createDirectories(home);
            var channel =
                    FileChannel.open(home.resolve("region.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!locked(channel)) {
                channel.close();
                String where = RegionState.readIfPossible(home)
                        .map(state -> " at " + state.gatewayUrl() + " (process "
                                + state.supervisor().pid() + ")")
                        .orElse("");
                throw new RegionException(
                        "A region is already up" + where + ". Use it, or stop it first with: ./dx down");
            }
            return new RegionLock(channel);
        } catch (IOException e) {
            throw new RegionException(home + " cannot be written to (" + e.getMessage() + ").", e);
        }
    }

    /// @param mark a file of the data directory
    /// @throws RegionException when a region of another home works on this data
    static RegionLock ofData(Path mark) throws IOException {
        var channel = FileChannel.open(mark, StandardOpenOption.WRITE);
        if (!locked(channel)) {
            channel.close();
            throw new RegionException(
                    mark.getParent()
                            + " is in use by a region of another home. Stop that one, or choose another directory with --data.");
        }
        return new RegionLock(channel);
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new RegionException("The lock could not be given back.", e);
        }
    }
}
