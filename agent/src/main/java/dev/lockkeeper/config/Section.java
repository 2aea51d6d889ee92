package dev.lockkeeper.config;

import dev.lockkeeper.config.YamlNode.Mapping;
import dev.lockkeeper.config.YamlNode.Refused;
import dev.lockkeeper.config.YamlNode.Scalar;
import dev.lockkeeper.config.YamlNode.Sequence;
import dev.lockkeeper.model.Nearest;
import dev.lockkeeper.model.RuleGroupSpec.Place;
import dev.lockkeeper.model.RuleGroupSpec.Position;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One mapping of a document, while its values are taken out. What is wrong is reported and stands
/// as absent, so that reading goes on and finds everything: what comes out may be used only where
/// no error was reported.
final class Section {
  private static final Pattern LABEL_NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");

  private final Mapping mapping;
  private final String path;
  private final Problems problems;
  private final Keys keys;

  /// Whether there is nothing to read, and that has been reported.
  private final boolean broken;

  private Section(Mapping mapping, String path, Problems problems, Keys keys, boolean broken) {
    this.keys = keys;
    this.broken = broken;
    this.mapping = mapping;
    this.path = path;
    this.problems = problems;
  }

  static Section of(YamlNode node, String path, Problems problems, Keys keys) {
    var section = open(node, path, problems, keys);
    section.refuseUnknown();
    keys.all().stream().filter(Key::required).forEach(key -> section.require(key.name()));
    return section;
  }

  /// A mapping whose keys are the user's own.
  static Section open(YamlNode node, String path, Problems problems) {
    return open(node, path, problems, Keys.NONE);
  }

  private static Section open(YamlNode node, String path, Problems problems, Keys keys) {
    return switch (node) {
      case Mapping mapping -> new Section(mapping, path, problems, keys, false);
      case Refused refused -> empty(refused.at(), path, problems, keys, true);
      case Scalar scalar when scalar.isNull() -> empty(scalar.at(), path, problems, keys, false);
      case Scalar scalar -> {
        problems.error(
            scalar.at(), path, "expected keys and values, found " + YamlNode.describe(scalar));
        yield empty(scalar.at(), path, problems, keys, true);
      }
      case Sequence sequence -> {
        problems.error(sequence.at(), path, "expected keys and values, found a list");
        yield empty(sequence.at(), path, problems, keys, true);
      }
    };
  }

  private static Section empty(
      Position at, String path, Problems problems, Keys keys, boolean broken) {
    return new Section(new Mapping(at, List.of()), path, problems, keys, broken);
  }

  private void refuseUnknown() {
    if (keys.open()) {
      return;
    }
    for (var entry : mapping.entries()) {
      var key = entry.key();
      if (keys.known().contains(key)) {
        continue;
      }
      if (keys.later().contains(key)) {
        problems.error(
            entry.keyAt(), pathOf(key), "`" + key + "` is not supported by this version");
        continue;
      }
      if (problems.full()) {
        problems.error(entry.keyAt(), pathOf(key), "unknown key");
        continue;
      }
      var candidates = Stream.concat(keys.known().stream(), keys.later().stream()).toList();
      var hint =
          Nearest.to(key, candidates)
              .map(name -> "did you mean `" + name + "`?")
              .orElse("known here: " + String.join(", ", keys.known()));
      problems.error(entry.keyAt(), pathOf(key), "unknown key; " + hint);
    }
  }

  Position at() {
    return mapping.at();
  }

  String path() {
    return path;
  }

  Problems problems() {
    return problems;
  }

  String pathOf(String key) {
    return MarkedYaml.join(path, key);
  }

  /// Where the value stands; the section itself where there is none.
  Position at(String key) {
    var value = mapping.value(key);
    return value == null ? mapping.at() : value.at();
  }

  void error(String key, String message) {
    problems.error(at(key), pathOf(key), message);
  }

  void warning(String key, String message) {
    problems.warning(at(key), pathOf(key), message);
  }

  /// Whether one of the keys stands there, with whatever value.
  boolean has(String... keys) {
    return Stream.of(keys).anyMatch(key -> mapping.value(key) != null);
  }

  /// The keys that stand there, unknown ones included.
  List<String> keys() {
    return mapping.entries().stream().map(YamlNode.Entry::key).toList();
  }

  /// The key's value; null where it is absent, empty or refused.
  @Nullable YamlNode node(String key) {
    return switch (mapping.value(key)) {
      case null -> null;
      case Refused ignored -> null;
      case Scalar scalar when scalar.isNull() -> null;
      case Scalar scalar -> scalar;
      case Mapping value -> value;
      case Sequence value -> value;
    };
  }

  /// Says that the key is missing, unless something else was said of it.
  void require(String key) {
    if (node(key) == null && !(mapping.value(key) instanceof Refused)) {
      lacks(at(key), "`" + key + "` is missing");
    }
  }

  /// Says what the section as a whole lacks, unless it could not be read at all.
  void lacks(String message) {
    lacks(mapping.at(), message);
  }

  private void lacks(Position at, String message) {
    if (!broken) {
      problems.error(at, path, message);
    }
  }

  /// The keys that are there, of these of which exactly one must be.
  Optional<String> oneOf(String... keys) {
    var there = Stream.of(keys).filter(this::has).toList();
    if (there.size() > 1) {
      error(there.get(1), "stands beside `" + there.get(0) + "`: only one of them may be there");
    }
    return there.isEmpty() ? Optional.empty() : Optional.of(there.get(0));
  }

  /// A scalar, read by `parser`, which throws an [IllegalArgumentException] with a message for a
  /// person.
  <T> Optional<T> value(String key, Function<String, T> parser) {
    var node = node(key);
    return node == null ? Optional.empty() : value(node, pathOf(key), parser);
  }

  private <T> Optional<T> value(YamlNode node, String at, Function<String, T> parser) {
    if (!(node instanceof Scalar scalar)) {
      if (!(node instanceof Refused)) {
        problems.error(node.at(), at, "expected a single value, found " + YamlNode.describe(node));
      }
      return Optional.empty();
    }
    try {
      return Optional.of(parser.apply(scalar.text()));
    } catch (IllegalArgumentException wrong) {
      problems.error(scalar.at(), at, String.valueOf(wrong.getMessage()));
      return Optional.empty();
    }
  }

  Optional<String> text(String key) {
    return value(key, text -> text);
  }

  /// A duration within its declared bounds; the declared one where it is absent.
  Duration duration(String key) {
    return duration(key, Objects.requireNonNull(span(key).fallback()));
  }

  Duration duration(String key, Duration fallback) {
    var span = span(key);
    return value(key, text -> within(DurationText.parse(text), span.least(), span.most()))
        .orElse(fallback);
  }

  private Shape.Span span(String key) {
    return declared(key, Shape.Span.class);
  }

  private <S extends Shape> S declared(String key, Class<S> shape) {
    return shape.cast(keys.key(key).shape());
  }

  private static Duration within(Duration duration, Duration least, Duration most) {
    if (duration.compareTo(least) < 0) {
      throw new IllegalArgumentException("must be at least " + DurationText.of(least));
    }
    if (duration.compareTo(most) > 0) {
      throw new IllegalArgumentException("must be at most " + DurationText.of(most));
    }
    return duration;
  }

  /// A number of bytes within its declared bounds; the declared one where it is absent.
  long size(String key) {
    var size = declared(key, Shape.Size.class);
    return value(key, text -> within(SizeText.parse(text), size)).orElse(size.fallback());
  }

  private static long within(long bytes, Shape.Size size) {
    if (bytes < size.least()) {
      throw new IllegalArgumentException("must be at least " + SizeText.of(size.least()));
    }
    if (bytes > size.most()) {
      throw new IllegalArgumentException("must be at most " + SizeText.of(size.most()));
    }
    return bytes;
  }

  /// A whole number within its declared bounds; the declared one where it is absent.
  int integer(String key) {
    var whole = declared(key, Shape.Whole.class);
    return value(key, text -> integer(text, whole.least(), whole.most()))
        .orElseGet(() -> Objects.requireNonNull(whole.fallback()));
  }

  static int integer(String text, int least, int most) {
    try {
      int number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException ignored) {
      // falls through to the message: neither a number nor in range
    }
    throw new IllegalArgumentException(
        "`%s` is not a whole number from %d to %d".formatted(Problems.shorten(text), least, most));
  }

  <E extends Enum<E>> Optional<E> choice(String key, Class<E> type) {
    return value(key, text -> constant(text, type));
  }

  private static <E extends Enum<E>> E constant(String text, Class<E> type) {
    var names = new ArrayList<String>();
    for (var constant : type.getEnumConstants()) {
      var name = constant.name().toLowerCase(Locale.ROOT);
      if (name.equals(text)) {
        return constant;
      }
      names.add(name);
    }
    var hint = Nearest.to(text, names).map(name -> "; did you mean `" + name + "`?").orElse("");
    throw new IllegalArgumentException(
        "`%s` is none of %s%s".formatted(Problems.shorten(text), String.join(", ", names), hint));
  }

  Optional<URI> url(String key) {
    return value(key, HttpUrl::parse);
  }

  /// A path, resolved against `base`.
  Optional<Path> path(String key, Path base) {
    return value(key, text -> resolve(text, base));
  }

  private static Path resolve(String text, Path base) {
    if (text.isBlank()) {
      throw new IllegalArgumentException("an empty path");
    }
    try {
      return base.resolve(text).toAbsolutePath().normalize();
    } catch (InvalidPathException wrong) {
      throw new IllegalArgumentException("not a path: " + wrong.getReason(), wrong);
    }
  }

  /// A list of scalars.
  <T> List<T> values(String key, Function<String, T> parser) {
    var values = new ArrayList<T>();
    var items = items(key);
    for (int i = 0; i < items.size(); i++) {
      value(items.get(i), pathOf(key) + "[" + i + "]", parser).ifPresent(values::add);
    }
    return values;
  }

  /// A command as an argument list.
  List<String> arguments(String key) {
    if (node(key) instanceof Scalar scalar) {
      error(
          key,
          "a command is a list of arguments, never a shell's line: `[%s]`"
              .formatted(String.join(", ", Problems.shorten(scalar.text()).split(" +", -1))));
      return List.of();
    }
    var arguments = values(key, text -> text);
    if (node(key) instanceof Sequence && arguments.isEmpty()) {
      error(key, "names no program");
    }
    return arguments;
  }

  private List<YamlNode> items(String key) {
    var node = node(key);
    if (node == null || node instanceof Sequence) {
      return node instanceof Sequence sequence ? sequence.items() : List.of();
    }
    problems.error(
        node.at(), pathOf(key), "expected a list (`[…]`), found " + YamlNode.describe(node));
    return List.of();
  }

  /// A section below this one; an empty one where there is none.
  Section section(String key, Keys below) {
    var node = mapping.value(key);
    return node == null
        ? empty(mapping.at(), pathOf(key), problems, below, false)
        : of(node, pathOf(key), problems, below);
  }

  /// A list of sections.
  List<Section> sections(String key, Keys below) {
    var sections = new ArrayList<Section>();
    for (var item : items(key)) {
      sections.add(of(item, pathOf(key) + "[" + sections.size() + "]", problems, below));
    }
    return sections;
  }

  /// Names and values of the user's own.
  Map<String, String> texts(String key) {
    var node = node(key);
    if (node == null) {
      return Map.of();
    }
    var own = open(node, pathOf(key), problems);
    var texts = new LinkedHashMap<String, String>();
    for (var entry : own.mapping.entries()) {
      if (entry.value() instanceof Scalar scalar) {
        texts.put(entry.key(), scalar.isNull() ? "" : scalar.text());
      } else {
        own.value(entry.key(), text -> text);
      }
    }
    return texts;
  }

  /// Where the texts of [#texts] stand, by name.
  Map<String, Place> places(String key) {
    var places = new LinkedHashMap<String, Place>();
    if (node(key) instanceof Mapping own) {
      for (var entry : own.entries()) {
        if (entry.value() instanceof Scalar scalar) {
          // a block's leading empty lines are passed over in its place, but stand in its text
          boolean plain = scalar.exact() && !scalar.text().startsWith("\n");
          places.put(entry.key(), new Place(scalar.contentAt(), plain));
        }
      }
    }
    return places;
  }

  /// Labels, with names as Prometheus has them.
  Map<String, String> labels(String key) {
    var labels = texts(key);
    if (node(key) instanceof Mapping own) {
      for (var entry : own.entries()) {
        if (!LABEL_NAME.matcher(entry.key()).matches() || entry.key().startsWith("__")) {
          problems.error(
              entry.keyAt(),
              MarkedYaml.join(pathOf(key), entry.key()),
              "not a label's name: letters, digits and `_`, not beginning with a digit or `__`");
        }
      }
    }
    return labels;
  }
}
