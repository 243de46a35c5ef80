package com.example.shop;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

/** The service of another team. */
public final class Orders {
    private final URI base;

    public Orders(URI base) {
        this.base = base;
    }

    /** An order, as JSON. */
    public String find(long number) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(base.resolve("/orders/" + number)).build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
    }
}
