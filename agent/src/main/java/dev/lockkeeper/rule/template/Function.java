package dev.lockkeeper.rule.template;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The functions of templates: Prometheus' own (its documentation, "Template reference") and those
/// of Go that make sense here.
enum Function {
  QUERY("query", 1, 1, (arguments, of) -> of.query(Arguments.text(arguments, 0))),
  FIRST("first", 1, 1, (arguments, _) -> Results.first(arguments.getFirst())),
  LABEL("label", 2, 2, (arguments, _) -> Results.label(arguments)),
  VALUE("value", 1, 1, (arguments, _) -> new Value.Fraction(Results.sample(arguments, 0).value())),
  STRVALUE("strvalue", 1, 1, (arguments, _) -> Results.stringValue(arguments)),
  SORT_BY_LABEL("sortByLabel", 2, 2, (arguments, _) -> Results.sorted(arguments)),
  ARGS("args", 0, 99, (arguments, _) -> Results.arguments(arguments)),
  NOW("now", 0, 0, (_, of) -> new Value.Fraction(of.scope().epochMillis() / 1000.0)),

  HUMANIZE("humanize", 1, 1, (arguments, _) -> text(Humanized.plain(number(arguments)))),
  HUMANIZE_1024("humanize1024", 1, 1, (a, _) -> text(Humanized.binary(number(a)))),
  HUMANIZE_DURATION("humanizeDuration", 1, 1, (a, _) -> text(Humanized.duration(number(a)))),
  HUMANIZE_PERCENTAGE(
      "humanizePercentage", 1, 1, (a, _) -> text(GoFloat.general(number(a) * 100, 4) + "%")),
  HUMANIZE_TIMESTAMP("humanizeTimestamp", 1, 1, (a, _) -> text(Humanized.timestamp(number(a)))),
  TO_TIME("toTime", 1, 1, (arguments, _) -> new Value.Time(Humanized.time(number(arguments)))),
  PARSE_DURATION(
      "parseDuration", 1, 1, (a, _) -> new Value.Fraction(Texts.seconds(Arguments.text(a, 0)))),

  TITLE("title", 1, 1, (arguments, _) -> text(Texts.title(Arguments.text(arguments, 0)))),
  TO_UPPER("toUpper", 1, 1, (a, _) -> text(Texts.upper(Arguments.text(a, 0)))),
  TO_LOWER("toLower", 1, 1, (a, _) -> text(Texts.lower(Arguments.text(a, 0)))),
  MATCH("match", 2, 2, (a, of) -> Texts.match(Arguments.text(a, 0), Arguments.text(a, 1), of)),
  RE_REPLACE_ALL("reReplaceAll", 3, 3, (arguments, of) -> Texts.replaced(arguments, of)),
  GRAPH_LINK("graphLink", 1, 1, (a, _) -> text(Links.graph(Arguments.text(a, 0)))),
  TABLE_LINK("tableLink", 1, 1, (a, _) -> text(Links.table(Arguments.text(a, 0)))),
  STRIP_PORT("stripPort", 1, 1, (a, _) -> text(Links.withoutPort(Arguments.text(a, 0)))),
  STRIP_DOMAIN("stripDomain", 1, 1, (a, _) -> text(Links.withoutDomain(Arguments.text(a, 0)))),
  EXTERNAL_URL("externalURL", 0, 0, (_, of) -> text(of.scope().externalUrl())),
  PATH_PREFIX("pathPrefix", 0, 0, (_, of) -> text(Links.path(of.scope().externalUrl()))),
  SAFE_HTML("safeHtml", 1, 1, (arguments, _) -> text(Arguments.text(arguments, 0))),

  AND("and", 1, 99, Function::never),
  OR("or", 1, 99, Function::never),
  NOT("not", 1, 1, (arguments, _) -> new Value.Truth(!arguments.getFirst().isTrue())),
  EQ("eq", 2, 99, (arguments, _) -> new Value.Truth(Comparison.anyEqual(arguments))),
  NE("ne", 2, 2, (a, _) -> new Value.Truth(!Comparison.equal(a.getFirst(), a.getLast()))),
  LT("lt", 2, 2, (arguments, _) -> new Value.Truth(Comparison.of(arguments) < 0)),
  LE("le", 2, 2, (a, _) -> new Value.Truth(Comparison.ofOrdered(a) && Comparison.of(a) <= 0)),
  GT("gt", 2, 2, (a, _) -> new Value.Truth(Comparison.ofOrdered(a) && Comparison.of(a) > 0)),
  GE("ge", 2, 2, (a, _) -> new Value.Truth(Comparison.ofOrdered(a) && Comparison.of(a) >= 0)),
  INDEX("index", 1, 99, (arguments, _) -> Results.index(arguments)),
  SLICE("slice", 1, 3, (arguments, _) -> Results.slice(arguments)),
  LEN("len", 1, 1, (arguments, _) -> new Value.Whole(Results.length(arguments.getFirst()))),
  PRINT("print", 0, 99, (arguments, of) -> text(Printing.print(arguments, of.budget()))),
  PRINTLN("println", 0, 99, (arguments, of) -> text(Printing.printLine(arguments, of.budget()))),
  PRINTF("printf", 1, 99, (arguments, of) -> text(Printf.format(arguments, of.budget()))),
  HTML("html", 0, 99, (a, of) -> text(Links.html(Printing.print(a, of.budget())))),
  URLQUERY("urlquery", 0, 99, (a, of) -> text(Links.escaped(Printing.print(a, of.budget()))));

  /// What is done.
  @FunctionalInterface
  interface Action {
    Value apply(List<Value> arguments, Expansion of);
  }

  private final String text;
  private final int least;
  private final int most;

  @SuppressWarnings("ImmutableEnumChecker") // all of them are without state
  private final Action action;

  Function(String text, int least, int most, Action action) {
    this.text = text;
    this.least = least;
    this.most = most;
    this.action = action;
  }

  static @Nullable Function named(String name) {
    for (var function : values()) {
      if (function.text.equals(name)) {
        return function;
      }
    }
    return null;
  }

  /// The message for a name that is none.
  static String unknown(String name) {
    if (name.equals("call") || name.equals("js") || name.equals("tmpl")) {
      return "template function \"" + name + "\" is not supported";
    }
    return "function \"" + name + "\" not defined";
  }

  String text() {
    return text;
  }

  /// Empty when that many arguments are right.
  String wrongNumber(int given) {
    if (given >= least && given <= most) {
      return "";
    }
    return "wrong number of args for %s: want %s got %d"
        .formatted(text, least == most ? String.valueOf(least) : "at least " + least, given);
  }

  Value apply(List<Value> arguments, Expansion of) {
    String wrong = wrongNumber(arguments.size());
    if (!wrong.isEmpty()) {
      throw new ExpansionException(wrong);
    }
    try {
      return action.apply(arguments, of);
    } catch (Arguments.WrongArgument e) {
      throw new ExpansionException("error calling " + text + ": " + e.getMessage());
    }
  }

  /// These two look at their arguments one by one.
  private static Value never(List<Value> arguments, Expansion of) {
    throw new IllegalStateException("and, or: " + arguments.size());
  }

  private static Value text(String text) {
    return new Value.Text(text);
  }

  private static double number(List<Value> arguments) {
    return Arguments.number(arguments.getFirst());
  }
}
