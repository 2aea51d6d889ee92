import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.JavaFormatterOptions.Style;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Checks or rewrites the layout of every Java file below some folders, with google-java-format.
///
/// Run by the build as a source file: `java Format.java check|write FOLDER...`. Exit status 1 and
/// one line for each file when a file is not formatted, or cannot be parsed.
class Format {
  public static void main(String[] args) throws Exception {
    boolean write = args[0].equals("write");
    var formatter = new Formatter(JavaFormatterOptions.builder().style(Style.GOOGLE).build());
    List<String> problems = new ArrayList<>();
    for (int i = 1; i < args.length; i++) {
      Path folder = Path.of(args[i]).normalize();
      if (!Files.isDirectory(folder)) {
        continue;
      }
      try (Stream<Path> walk = Files.walk(folder)) {
        for (Path file : walk.filter(f -> f.toString().endsWith(".java")).sorted().toList()) {
          format(file, formatter, write, problems);
        }
      }
    }
    if (!problems.isEmpty()) {
      problems.forEach(System.err::println);
      System.err.println("Mend the layout with: bin/format");
      System.exit(1);
    }
  }

  private static void format(Path file, Formatter formatter, boolean write, List<String> problems)
      throws Exception {
    String before = Files.readString(file);
    String after;
    try {
      after = RemoveUnusedImports.removeUnusedImports(formatter.formatSourceAndFixImports(before));
    } catch (Exception e) {
      problems.add(file + ": " + e.getMessage());
      return;
    }
    if (after.equals(before)) {
      return;
    }
    if (write) {
      Files.writeString(file, after);
    } else {
      problems.add(file + ": not formatted");
    }
  }
}
