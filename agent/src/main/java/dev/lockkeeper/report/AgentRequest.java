package dev.lockkeeper.report;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What an operator may say to a running agent.
///
/// @param argument what it is about, as [Verb] says; empty where there is none
public record AgentRequest(Verb verb, String argument) {
  public enum Verb {
    STATUS(Argument.NONE),
    SERVICES(Argument.NONE),
    /// newest first
    INCIDENTS(Argument.NONE),
    /// an incident's id
    INCIDENT(Argument.NEEDED),
    /// an expression
    QUERY(Argument.NEEDED),
    /// an alert's name
    EXPLAIN(Argument.NEEDED),
    /// a service's name
    DRAIN(Argument.NEEDED),
    /// a service's name
    READY(Argument.NEEDED),
    /// a service's name
    RESTART(Argument.NEEDED),
    /// a service's name
    RELOAD(Argument.NEEDED),
    /// an incident's id
    APPROVE(Argument.NEEDED),
    /// why; a person's words
    PAUSE(Argument.WELCOME),
    RESUME(Argument.NONE),
    RULES_RELOAD(Argument.NONE);

    private final Argument argument;

    Verb(Argument argument) {
      this.argument = argument;
    }

    /// As the control protocol writes it.
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Verb> of(String text) {
      return Arrays.stream(values()).filter(verb -> verb.text().equals(text)).findFirst();
    }
  }

  private enum Argument {
    NONE,
    WELCOME,
    NEEDED
  }

  /// @throws IllegalArgumentException when the verb's argument is missing, or it takes none
  public AgentRequest {
    switch (verb.argument) {
      case NONE -> {
        if (!argument.isEmpty()) {
          throw new IllegalArgumentException(verb.text() + " takes no argument");
        }
      }
      case NEEDED -> {
        if (argument.isBlank()) {
          throw new IllegalArgumentException(verb.text() + " needs an argument");
        }
      }
      case WELCOME -> {}
    }
  }

  public static AgentRequest of(Verb verb) {
    return new AgentRequest(verb, "");
  }
}
