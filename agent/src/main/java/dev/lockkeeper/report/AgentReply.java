package dev.lockkeeper.report;

import java.util.List;
import java.util.Map;

/// What a running agent answers to an [AgentRequest].
public sealed interface AgentReply {

  /// What was asked for.
  ///
  /// @param document as [Documents] lays it out: maps, lists, strings, numbers, booleans and null
  record Found(Object document) implements AgentReply {
    /// The document where it is an object; empty where it is a list.
    @SuppressWarnings("unchecked") // keys of documents are strings
    public Map<String, Object> object() {
      return document instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    }

    /// The document where it is a list; empty where it is an object.
    public List<?> list() {
      return document instanceof List<?> list ? list : List.of();
    }
  }

  /// An order was accepted or refused.
  record Ordered(AgentCommands.Answer answer) implements AgentReply {}

  /// Nothing has this name or id, or the expression is not PromQL.
  ///
  /// @param message for a person
  record Wrong(String message) implements AgentReply {}
}
