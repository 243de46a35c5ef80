package dev.seamwright.broker.http;

import dev.seamwright.broker.db.Tx;
import io.javalin.http.Context;

/** Answers a request inside one transaction of the caller's workspace; the answer leaves after the commit. */
@FunctionalInterface
public interface TxHandler {
    void handle(Tx tx, Context ctx);
}
