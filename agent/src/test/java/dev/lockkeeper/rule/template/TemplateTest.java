package dev.lockkeeper.rule.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockkeeper.model.Labels;
import dev.lockkeeper.model.SeriesId;
import dev.lockkeeper.rule.PlainSeries;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// What is expected here was compared with Prometheus 2.42 where that has it.
class TemplateTest {
  private final PlainSeries series = new PlainSeries();

  @ParameterizedTest
  @CsvSource(
      delimiter = '¦',
      quoteCharacter = '~',
      textBlock =
          """
          plain                                  ¦ 1    ¦ plain
          {{ $labels.service }} hangs            ¦ 1    ¦ web1 hangs
          {{ .Labels.service }}{{ $labels.no }}! ¦ 1    ¦ web1!
          {{ $labels }}                          ¦ 1    ¦ map[__name__:up service:web1]
          {{ $externalLabels.dc }}               ¦ 1    ¦ fra1
          {{ $externalURL }} {{ externalURL }}   ¦ 1    ¦ http://am:9093/lk http://am:9093/lk
          {{ pathPrefix }}                       ¦ 1    ¦ /lk
          {{ $value }}                           ¦ 0.25 ¦ 0.25
          {{$value}}                             ¦ 100  ¦ 100
          {{ $value }}                           ¦ 1234567 ¦ 1.234567e+06
          {{ .Value }}                           ¦ 0.00001 ¦ 1e-05
          a {{- 1 -}} b {{ 2 -}}   c             ¦ 1    ¦ a1b 2c
          a{{/* said to nobody */}}b             ¦ 1    ¦ ab
          {{- /* nor this */ -}} c               ¦ 1    ¦ c
          """)
  void whatAlertsSay(String text, double value, String expected) throws Exception {
    assertThat(expand(text, value)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '¦',
      quoteCharacter = '~',
      textBlock =
          """
          {{ if gt $value 5.0 }}y{{ else }}n{{ end }}                             ¦ y
          {{ if lt $value 5.0 }}y{{ else if eq $value 7.0 }}seven{{ end }}        ¦ seven
          {{ if lt $value 5.0 }}y{{ else if false }}f{{ else }}else{{ end }}      ¦ else
          {{ if and (gt $value 5.0) (le $value 7.0) }}y{{ end }}                  ¦ y
          {{ if or $labels.no $labels.service }}y{{ end }}                        ¦ y
          {{ if not $labels.no }}y{{ end }}{{ if ne 1 2 }}y{{ end }}{{ ge 2 2 }}   ¦ yytrue
          {{ eq "a" "b" "a" }} {{ lt "a" "b" }}                                   ¦ true true
          {{ with $labels.no }}w{{ else }}without{{ end }}                        ¦ without
          {{ with $x := $labels.service }}{{ . }}{{ $x }}{{ end }}                ¦ web1web1
          {{ with $labels.no }}{{ else with $labels.service }}{{ . }}{{ end }}    ¦ web1
          {{ range $n, $v := $labels }}{{ $n }}={{ $v }};{{ end }}                ¦ __name__=up;service=web1;
          {{ range 3 }}{{ . }}{{ end }}{{ range 0 }}{{ else }}none{{ end }}       ¦ 012none
          {{ range $i, $e := query "x" }}{{ $i }}{{ $e.Labels.i }}{{ .Value }};{{ end }} ¦ 0a1;1b2;2c3;
          {{ range query "nope" }}x{{ else }}nothing{{ end }}                     ¦ nothing
          {{ range query "x" }}{{ if eq .Labels.i "b" }}{{ continue }}{{ end }}{{ .Labels.i }}{{ end }} ¦ ac
          {{ range query "x" }}{{ if eq .Labels.i "b" }}{{ break }}{{ end }}{{ .Labels.i }}{{ end }} ¦ a
          {{ $x := 1 }}{{ range query "x" }}{{ $x = .Value }}{{ end }}{{ $x }}    ¦ 3
          {{ $x := 1 }}{{ if true }}{{ $x := 2 }}{{ $x }}{{ end }}{{ $x }}        ¦ 21
          {{ define "t" }}<{{ . }}>{{ end }}{{ template "t" "a" }}{{ template "t" 2 }} ¦ <a><2>
          {{ block "b" $value }}[{{ . }}]{{ end }}                                ¦ [7]
          {{ query "x" | first | value }} {{ query "x" | first | label "i" }}     ¦ 1 a
          {{ query "sort_desc(x)" | sortByLabel "i" | first | value }}            ¦ 1
          {{ with query "x{i='b'}" }}{{ . | first | value | humanize }}{{ end }}  ¦ 2
          {{ (query "x" | first).Labels.i }} {{ (index (query "x") 1).Value }}    ¦ a 2
          {{ index $labels "service" }} {{ len "äb" }} {{ len (query "x") }}      ¦ web1 3 3
          {{ args 1 "b" }} {{ (args 1 2).arg5 }}                                  ¦ map[arg0:1 arg1:b] <no value>
          {{ slice "abcdef" 1 3 }} {{ now }}                                      ¦ bc 60
          {{ 1000000.0 }} {{ 100000.0 }} {{ 0.0001 }} {{ 1e3 }} {{ 0x10 }} {{ 'a' }} ¦ 1e+06 100000 0.0001 1000 16 97
          {{ true }} {{ "q\\"x" }} {{ `r\\aw` }}                                  ¦ true q"x r\\aw
          """)
  void actionsAndFunctionsAsInGo(String text, String expected) throws Exception {
    assertThat(expand(text, 7)).isEqualTo(expected);
  }

  static Stream<String[]> figures() {
    return Stream.of(
        new String[] {"humanize 1234567.0", "1.235M"},
        new String[] {"humanize 0.0015", "1.5m"},
        new String[] {"humanize 0", "0"},
        new String[] {"humanize \"1e3\"", "1k"},
        new String[] {"humanize1024 1048576", "1Mi"},
        new String[] {"humanize1024 100", "100"},
        new String[] {"humanizeDuration 3725", "1h 2m 5s"},
        new String[] {"humanizeDuration 90061.7", "1d 1h 1m 1s"},
        new String[] {"humanizeDuration 59.123456", "59.12s"},
        new String[] {"humanizeDuration -90", "-1m 30s"},
        new String[] {"humanizeDuration 0.25", "250ms"},
        new String[] {"humanizeDuration 0", "0s"},
        new String[] {"humanizePercentage 0.12345", "12.35%"},
        new String[] {"humanizePercentage 123", "1.23e+04%"},
        new String[] {"humanizeTimestamp 1.5", "1970-01-01 00:00:01.5 +0000 UTC"},
        new String[] {"toTime 1e9", "2001-09-09 01:46:40 +0000 UTC"},
        new String[] {"printf \"%.2f of %s\" 2.345 \"web1\"", "2.35 of web1"},
        new String[] {
          "printf \"%5.1f|%-6s|%6s|%05d|%x|%q|%t|%%\" 1.25 \"a\" \"b\" 42 255 \"c\" true",
          "  1.2|a     |     b|00042|ff|\"c\"|true|%"
        },
        new String[] {"printf \"%d\" 3.0", "%!d(float64=3)"},
        new String[] {"printf \"%.2f\" \"x\"", "%!f(string=x)"},
        new String[] {"printf \"%s\" 1.5", "%!s(float64=1.5)"},
        new String[] {"printf \"%d\"", "%!d(MISSING)"},
        new String[] {"printf \"a\" 1", "a%!(EXTRA int=1)"},
        new String[] {"printf \"%v %+d %e %g\" 1e7 3 1234.5 0.1", "1e+07 +3 1.234500e+03 0.1"},
        new String[] {"print 1 2 \"a\" \"b\" 3.0 true", "1 2ab3 true"},
        new String[] {"println \"a\" 1", "a 1\n"},
        new String[] {"title \"hello wORLD foo-bar\"", "Hello WORLD Foo-Bar"},
        new String[] {"toUpper \"aé\"", "AÉ"},
        new String[] {"reReplaceAll \"(.)b\" \"$1x-${1}\" \"abab\"", "-a-a"},
        new String[] {"reReplaceAll \"a*\" \"x\" \"baaac\"", "xbxcx"},
        new String[] {"match \"a+\" \"baa\"", "true"},
        new String[] {"parseDuration \"1h30m\"", "5400"},
        new String[] {"stripDomain \"a.b.c:80\"", "a:80"},
        new String[] {"stripDomain \"10.0.0.1:80\"", "10.0.0.1:80"},
        new String[] {"stripPort \"[::1]:80\"", "::1"},
        new String[] {"stripPort \"a.b\"", "a.b"},
        new String[] {"graphLink \"up == 1\"", "/graph?g0.expr=up+%3D%3D+1&g0.tab=0"},
        new String[] {"tableLink \"a b\"", "/graph?g0.expr=a+b&g0.tab=1"},
        new String[] {"html \"<a>\"", "&lt;a&gt;"},
        new String[] {"urlquery \"a b&c\"", "a+b%26c"});
  }

  @ParameterizedTest
  @MethodSource("figures")
  void functionsWriteAsPrometheusDoes(String action, String expected) throws Exception {
    assertThat(expand("{{ " + action + " }}", 1)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '¦',
      quoteCharacter = '~',
      textBlock =
          """
          {{ if gt $value 5 }}y{{ end }} ¦ at <gt $value 5>: error calling gt: incompatible types for comparison: float64 and int (write 5.0 rather than 5)
          {{ query "nope" | first }}     ¦ at <first>: error calling first: first() called on vector with no elements
          {{ .Foo }}                     ¦ at <.Foo>: can't evaluate field Foo: there are Labels, Value, ExternalLabels and ExternalURL
          {{ humanize "abc" }}           ¦ at <humanize "abc">: error calling humanize: parsing "abc": invalid syntax
          {{ toUpper $value }}           ¦ at <toUpper $value>: error calling toUpper: wrong type for value; expected string; got float64
          {{ query "up ==" }}            ¦ at <query "up ==">: error calling query: unexpected end of input, expected an expression
          {{ template "t" }}             ¦ at <template "t">: template "t" not defined
          {{ humanize 1 2 }}             ¦ at <humanize 1 2>: wrong number of args for humanize: want 1 got 2
          {{ reReplaceAll "(" "" "" }}   ¦ at <reReplaceAll "(" "" "">: error calling reReplaceAll: error parsing regexp: missing closing ): `(`
          """)
  void whatFailsSaysSoInTheText(String text, String expected) throws Exception {
    assertThat(expand(text, 7)).isEqualTo("<error expanding template: " + expected + ">");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '¦',
      quoteCharacter = '~',
      textBlock =
          """
          a {{ $value           ¦ 2 ¦ not closed
          {{ shout 1 }}         ¦ 3 ¦ function "shout" not defined
          {{ call 1 }}          ¦ 3 ¦ "call" is not supported
          {{ $x }}              ¦ 3 ¦ undefined variable "$x"
          {{ $x = 1 }}          ¦ 3 ¦ undefined variable "$x"
          {{ if true }}         ¦ 13 ¦ expected {{ end }}
          {{ end }}             ¦ 3 ¦ unexpected {{end}}
          {{ else }}            ¦ 3 ¦ unexpected {{else}}
          {{ }}                 ¦ 3 ¦ missing value
          {{ "a }}              ¦ 3 ¦ unterminated
          {{ nil }}             ¦ 3 ¦ nil is not a command
          {{ 1 2 }}             ¦ 3 ¦ can't give an argument
          {{ (1 }}              ¦ 3 ¦ unclosed left parenthesis
          {{ break }}           ¦ 3 ¦ outside {{range}}
          {{ 08 }}              ¦ 3 ¦ bad number
          {{ 1 | }}             ¦ 7 ¦ expected a function
          {{/* x }}             ¦ 0 ¦ unclosed comment
          {{ $labels.a"b" }}    ¦ 12 ¦ unexpected "b"
          {{ @ }}               ¦ 3 ¦ unexpected "@"
          """)
  void whatIsNoTemplateIsRefusedWithItsPlace(String text, int offset, String message) {
    assertThatThrownBy(() -> Template.compile(text))
        .isInstanceOf(TemplateException.class)
        .hasMessageContaining(message)
        .satisfies(e -> assertThat(((TemplateException) e).offset()).isEqualTo(offset));
  }

  @Test
  void noTextCanHangOrFillMemory() throws Exception {
    assertThat(expand("{{ range 100000000 }}{{ end }}", 1)).contains("more than 50000 steps");
    assertThat(expand("{{ $x := \"ab\" }}{{ range 100 }}{{ $x = print $x $x }}{{ end }}", 1))
        .contains("more than 262144 characters");
    assertThat(expand("{{ define \"t\" }}{{ template \"t\" }}{{ end }}{{ template \"t\" }}", 1))
        .contains("templates nested deeper than 50");
    assertThat(expand("{{ range 1000 }}{{ query \"x\" }}{{ end }}", 1))
        .contains("more than 100 queries");
    assertThat(expand("{{ printf \"%1000000000d\" 1 }}", 1)).isEqualTo("%!(BADWIDTH)");
    assertThatThrownBy(() -> Template.compile("{{ " + "(".repeat(100_000)))
        .isInstanceOf(TemplateException.class);
    assertThatThrownBy(() -> Template.compile("{{ if 1 }}".repeat(10_000)))
        .isInstanceOf(TemplateException.class);
    assertThatThrownBy(() -> Template.compile("{{ if 1 }}" + "{{ else if 1 }}".repeat(10_000)))
        .isInstanceOf(TemplateException.class);
  }

  @Test
  void aTemplateKnowsWhatItDependsOn() throws Exception {
    assertThat(Template.compile("{{ $labels.a }}{{ $labels.b | toUpper }}").ignoresValue())
        .isTrue();
    assertThat(Template.compile("{{ $value }}").ignoresValue()).isFalse();
    assertThat(Template.compile("{{ .Value }}").ignoresValue()).isFalse();
    assertThat(Template.compile("{{ $.Value }}").ignoresValue()).isFalse();
    assertThat(Template.compile("{{ printf \"%v\" . }}").ignoresValue()).isFalse();
    assertThat(Template.compile("{{ $labels.a }}").asksSeries()).isFalse();
    assertThat(Template.compile("{{ query \"x\" }}").asksSeries()).isTrue();
    assertThat(Template.compile("{{ humanize }}").doubts())
        .containsExactly("wrong number of args for humanize: want 1 got 0");
  }

  private String expand(String text, double value) throws Exception {
    series.append(SeriesId.of("x", "i", "a"), 60_000, 1);
    series.append(SeriesId.of("x", "i", "b"), 60_000, 2);
    series.append(SeriesId.of("x", "i", "c"), 60_000, 3);
    return Template.compile(text)
        .expand(
            new Scope(
                SeriesId.of("up", "service", "web1"),
                value,
                Labels.of("dc", "fra1"),
                "http://am:9093/lk",
                series,
                60_000));
  }
}
