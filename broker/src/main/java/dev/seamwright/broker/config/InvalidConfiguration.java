package dev.seamwright.broker.config;

import java.util.List;

/** The broker was told something that it does not understand; the message has a line for each mistake. */
public final class InvalidConfiguration extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public InvalidConfiguration(List<String> mistakes) {
        super(String.join(System.lineSeparator(), mistakes));
    }
}
