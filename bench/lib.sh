# Shared by the programs in bench/ and bin/demo. Sourced, not run. Needs: root (the repository's top).
# shellcheck source=../bin/lib/java.sh
. "$root/bin/lib/java.sh"

# Compiles folder $1 of bench/ when it changed, with class path $2.
compile_bench() {
  local classes="$root/agent/target/bench-classes/$1"
  find_java jdk
  if [ ! -d "$classes" ] || [ -n "$(find "$root/bench/$1" -newer "$classes" -print -quit)" ]; then
    mkdir -p "$classes"
    "$java_home/bin/javac" -proc:none -cp "$2:$classes" -d "$classes" "$root/bench/$1"/*.java
    touch "$classes"
  fi
}

# Runs a class of bench/lockbench in place of this shell.
run_bench() {
  local classes="$root/agent/target/bench-classes" main="$1"
  shift
  compile_bench lockbench ""
  exec "$java_home/bin/java" -XX:+UseSerialGC -Xmx256m -XX:-UsePerfData \
    "-Dlockbench.root=$root" "-Dlockbench.classes=$classes/lockbench" \
    "-Dlockbench.own=$classes/lockrules:$classes/lockbench:$root/agent/target/lockkeeper.jar" \
    "-Dlockbench.lab=$(readlink -f "${LAB_DIR:-$root/../shared/lab}" || echo nowhere)" \
    -cp "$classes/lockbench" "lockbench.$main" "$@"
}
