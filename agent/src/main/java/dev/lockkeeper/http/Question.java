package dev.lockkeeper.http;

import java.util.Map;

/// What a route needs to know of a request.
///
/// @param path decoded, as it was asked for
/// @param accept the `Accept` header; empty when there is none
/// @param parameters of the query, the first of each name
record Question(String path, String accept, Map<String, String> parameters) {
  Question {
    parameters = Map.copyOf(parameters);
  }

  /// A parameter's value; empty when there is none.
  String parameter(String name) {
    return parameters.getOrDefault(name, "");
  }
}
