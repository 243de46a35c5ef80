package dev.seamwright.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** What is wrong with a file, for people. */
public final class FileFailure {
    private FileFailure() {}

    /** In place of the words of an exception, that most often has a class and a path to say. */
    public static String reason(Throwable failure) {
        return switch (failure) {
            case UncheckedIOException wrapped when wrapped.getCause() != null -> reason(wrapped.getCause());
            case NoSuchFileException _ -> "there is no such file";
            case AccessDeniedException _ -> "permission denied";
            case NotDirectoryException _ -> "it is no directory";
            case FileSystemException told when told.getReason() != null -> told.getReason();
            case IOException told when told.getMessage() != null -> told.getMessage();
            default -> failure.toString();
        };
    }
}
