package dev.seamwright.contracts.openapi;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a method of a path does.
 *
 * @param method in capitals
 * @param path the template, the name of a webhook, or the expression of a callback
 * @param parameters those of the path too, unless the operation has its own of the same name and place
 * @param responses by status, in the order of the document
 * @param callbacks by name, then by expression
 * @param security the requirements that hold, one of which must be met; empty if nothing is needed
 * @param servers those that hold, never empty
 */
public record Operation(
        Node node,
        String method,
        String path,
        Optional<String> operationId,
        List<String> tags,
        boolean deprecated,
        List<Parameter> parameters,
        Optional<RequestBody> requestBody,
        Map<String, Response> responses,
        Map<String, Map<String, PathItem>> callbacks,
        List<SecurityRequirement> security,
        List<Server> servers) {}
