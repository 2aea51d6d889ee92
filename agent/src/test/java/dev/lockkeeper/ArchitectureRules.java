package dev.lockkeeper;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.NullMarked;

/// The three rings of docs/architecture.md as rules. A package that is named nowhere here is an
/// adapter, so that a new one needs no change.
final class ArchitectureRules {
  static final String ROOT = "dev.lockkeeper";

  static final Set<String> STAGES =
      Set.of("collect", "series", "promql", "rule", "iolock", "decide", "act", "alert", "report");

  /// Stages that may use another stage.
  private static final Map<String, Set<String>> STAGE_MAY_USE = Map.of("rule", Set.of("promql"));

  /// Adapters of one kind that lie in one folder: each package below is an adapter of its own.
  private static final Set<String> FOLDERS_OF_ADAPTERS =
      Set.of("traffic", "service", "notify", "fleet", "status");

  /// What lies in `java.io` and does no input or output by itself.
  private static final Set<String> IN_MEMORY =
      Set.of(
          "java.io.IOException",
          "java.io.UncheckedIOException",
          "java.io.Serializable",
          "java.io.Reader",
          "java.io.Writer",
          "java.io.StringReader",
          "java.io.StringWriter",
          "java.io.InputStream",
          "java.io.OutputStream",
          "java.io.ByteArrayInputStream",
          "java.io.ByteArrayOutputStream");

  static final ArchRule MODEL_NEEDS_ONLY_THE_JDK =
      classes()
          .that(are("the model", c -> ring(c) == Ring.MODEL))
          .should()
          .onlyDependOnClassesThat(
              are(
                  "the model or the JDK",
                  c -> ring(c) == Ring.MODEL || isJdk(c) || isNullnessAnnotation(c)));

  static final ArchRule IMPORTS_POINT_INWARDS =
      classes().should(dependOnlyOn("imports point inwards", ArchitectureRules::mayDepend));

  static final ArchRule STAGES_READ_NO_CLOCK_AND_NEVER_SLEEP =
      classes()
          .that(are("stages or the model", c -> ring(c) == Ring.STAGE || ring(c) == Ring.MODEL))
          .should(callNothing("reads a clock or sleeps", ArchitectureRules::readsClockOrSleeps));

  static final ArchRule STAGES_DO_NO_INPUT_OR_OUTPUT =
      noClasses()
          .that(are("stages or the model", c -> ring(c) == Ring.STAGE || ring(c) == Ring.MODEL))
          .should()
          .dependOnClassesThat(
              are("input, output or processes", ArchitectureRules::doesInputOrOutput));

  static final ArchRule NAMES_ARE_THE_FIELDS_WORDS =
      noClasses()
          .that()
          // the one interface that has this name in systemd itself
          .doNotHaveSimpleName("SystemdManager")
          .should()
          .haveSimpleNameEndingWith("Manager")
          .orShould()
          .haveSimpleNameEndingWith("Helper")
          .orShould()
          .haveSimpleNameEndingWith("Util")
          .orShould()
          .haveSimpleNameEndingWith("Utils");

  static final ArchRule EVERY_PACKAGE_IS_NULL_MARKED =
      classes()
          .should(
              new ArchCondition<JavaClass>("lie in a package marked @NullMarked") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                  boolean marked = type.getPackage().isAnnotatedWith(NullMarked.class);
                  events.add(
                      new SimpleConditionEvent(
                          type,
                          marked,
                          type.getPackageName() + " has no package-info.java with @NullMarked"));
                }
              });

  enum Ring {
    MODEL,
    STAGE,
    ADAPTER,
    TOP,
    OUTSIDE
  }

  /// The word after `dev.lockkeeper.`; empty for other packages.
  static String part(JavaClass type) {
    String name = type.getPackageName();
    if (!name.startsWith(ROOT + ".")) {
      return "";
    }
    String[] words = name.substring(ROOT.length() + 1).split("\\.", -1);
    return words.length > 1 && FOLDERS_OF_ADAPTERS.contains(words[0])
        ? words[0] + "." + words[1]
        : words[0];
  }

  static Ring ring(JavaClass type) {
    String part = part(type);
    if (part.isEmpty()) {
      return Ring.OUTSIDE;
    }
    if (part.equals("model")) {
      return Ring.MODEL;
    }
    if (STAGES.contains(part)) {
      return Ring.STAGE;
    }
    return part.equals("run") ? Ring.TOP : Ring.ADAPTER;
  }

  private static boolean mayDepend(JavaClass from, JavaClass to) {
    String a = part(from);
    String b = part(to);
    if (ring(to) == Ring.OUTSIDE || a.equals(b) || ring(to) == Ring.MODEL) {
      return true;
    }
    return switch (ring(from)) {
      case MODEL -> false;
      case STAGE -> STAGE_MAY_USE.getOrDefault(a, Set.of()).contains(b);
      // what adapters of one kind share lies in their folder
      case ADAPTER ->
          ring(to) == Ring.STAGE || (FOLDERS_OF_ADAPTERS.contains(b) && a.startsWith(b + "."));
      case TOP, OUTSIDE -> true;
    };
  }

  private static boolean readsClockOrSleeps(JavaAccess<?> access) {
    String owner = access.getTargetOwner().getName();
    String name = access.getTarget().getName();
    return switch (owner) {
      case "java.lang.System" -> name.equals("nanoTime") || name.equals("currentTimeMillis");
      case "java.lang.Thread" -> name.equals("sleep");
      case "java.util.concurrent.TimeUnit" -> name.equals("sleep");
      case "java.util.concurrent.locks.LockSupport" ->
          name.startsWith("park") && !waitsForCollectors(access.getOriginOwner());
      case "java.time.Clock" -> true;
      default -> owner.startsWith("java.time.") && name.equals("now");
    };
  }

  /// The one exception: a tick gives the quick collectors a few milliseconds, bounded.
  private static boolean waitsForCollectors(JavaClass type) {
    return type.getName().equals(ROOT + ".collect.CollectorRunner");
  }

  private static boolean doesInputOrOutput(JavaClass type) {
    String name = type.getName();
    if (name.startsWith("java.io.")) {
      return !IN_MEMORY.contains(name);
    }
    return name.startsWith("java.nio.file.")
        || name.startsWith("java.nio.channels.")
        || name.startsWith("java.net.http.")
        || (name.startsWith("java.net.") && name.endsWith("Socket"))
        || name.equals("java.lang.Process")
        || name.equals("java.lang.ProcessBuilder")
        || name.equals("java.lang.ProcessHandle")
        || name.equals("java.lang.Runtime");
  }

  private static boolean isJdk(JavaClass type) {
    return type.getBaseComponentType().isPrimitive()
        || type.getBaseComponentType().getPackageName().startsWith("java.");
  }

  private static boolean isNullnessAnnotation(JavaClass type) {
    return type.getPackageName().startsWith("org.jspecify.");
  }

  private static DescribedPredicate<JavaClass> are(
      String words, java.util.function.Predicate<JavaClass> test) {
    return describe(words, test);
  }

  private static ArchCondition<JavaClass> dependOnlyOn(
      String words, java.util.function.BiPredicate<JavaClass, JavaClass> allowed) {
    return new ArchCondition<>("hold that " + words) {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
          JavaClass target = dependency.getTargetClass().getBaseComponentType();
          events.add(
              new SimpleConditionEvent(
                  dependency,
                  allowed.test(type, target),
                  part(type)
                      + " must not import "
                      + part(target)
                      + ": "
                      + dependency.getDescription()));
        }
      }
    };
  }

  private static ArchCondition<JavaClass> callNothing(
      String words, java.util.function.Predicate<JavaAccess<?>> forbidden) {
    return new ArchCondition<>("call nothing that " + words) {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        for (JavaAccess<?> access : type.getAccessesFromSelf()) {
          events.add(
              new SimpleConditionEvent(access, !forbidden.test(access), access.getDescription()));
        }
      }
    };
  }

  private ArchitectureRules() {}
}
