package dev.lockkeeper.rule.template;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a template consists of.
sealed interface Block {
  record Sequence(List<Block> blocks) implements Block {
    static final Sequence EMPTY = new Sequence(List.of());

    public Sequence {
      blocks = List.copyOf(blocks);
    }
  }

  record Text(String text) implements Block {}

  /// `{{ pipeline }}`; one that sets variables puts nothing out.
  record Action(Term.Pipeline pipeline) implements Block {}

  record If(Term.Pipeline condition, Sequence then, Sequence otherwise) implements Block {}

  record With(Term.Pipeline value, Sequence then, Sequence otherwise) implements Block {}

  record Range(Term.Pipeline over, Sequence each, Sequence otherwise, Term.Span span)
      implements Block {}

  /// `{{ template "name" pipeline }}`.
  record Include(String name, @Nullable Term argument, Term.Span span) implements Block {}

  record Break() implements Block {}

  record Continue() implements Block {}
}
