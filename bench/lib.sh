# Shared by the programs in bench/ and bin/demo. Sourced, not run. Needs: root (the repository's top).
# shellcheck source=../bin/lib/java.sh
. "$root/bin/lib/java.sh"

# Compiles bench/lockbench when it changed, and runs one of its classes in place of this shell.
run_bench() {
  local classes="$root/agent/target/bench-classes" main="$1"
  shift
  find_java jdk
  if [ ! -d "$classes" ] || [ -n "$(find "$root/bench/lockbench" -newer "$classes" -print -quit)" ]; then
    mkdir -p "$classes"
    "$java_home/bin/javac" -proc:none -d "$classes" "$root"/bench/lockbench/*.java
    touch "$classes"
  fi
  exec "$java_home/bin/java" -XX:+UseSerialGC -Xmx256m -XX:-UsePerfData \
    "-Dlockbench.root=$root" "-Dlockbench.classes=$classes" \
    "-Dlockbench.lab=$(readlink -f "${LAB_DIR:-$root/../shared/lab}" || echo nowhere)" \
    -cp "$classes" "lockbench.$main" "$@"
}
