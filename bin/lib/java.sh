# Finds a Java for the programs in bin/ and bench/. Sourced, not run.
#
# Sets java_home. The first that is new enough wins: JAVA_HOME, other JAVA*_HOME variables, `java` on
# the PATH, then what is installed in the usual places (newest first). LOCKKEEPER_JVM_FOLDERS names
# other places, separated by colons.

java_needed=25

# The feature release of the Java in folder $1, such as 25; nothing when it is none. Reads the
# `release` file that every JDK has, because starting a Java only to ask it costs 50 ms each.
java_release_of() {
  local version=""
  [ -x "$1/bin/java" ] || return 0
  if [ -r "$1/release" ]; then
    version="$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release")"
  fi
  if [ -z "$version" ]; then
    version="$("$1/bin/java" -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p' | head -n 1)"
  fi
  printf '%s' "$version"
}

# One candidate folder a line, best first.
java_candidates() {
  [ -z "${JAVA_HOME:-}" ] || printf '%s\n' "$JAVA_HOME"
  local name on_path folder
  for name in $(compgen -e | grep -E '^(JAVA.+_HOME|JDK_HOME)$' || true); do
    printf '%s\n' "${!name}"
  done
  on_path="$(command -v java || true)"
  if [ -n "$on_path" ]; then
    dirname "$(dirname "$(readlink -f "$on_path")")"
  fi
  local IFS=:
  for folder in ${LOCKKEEPER_JVM_FOLDERS:-/usr/lib/jvm:${HOME:-/nonexistent}/.sdkman/candidates/java:${HOME:-/nonexistent}/.jdks:/opt}; do
    [ -d "$folder" ] || continue
    find -L "$folder" -mindepth 1 -maxdepth 1 -type d 2>/dev/null | sort -rV
  done
}

# Sets java_home, or explains and exits with status 2. With "jdk" as $1 it must have a compiler too.
find_java() {
  local folder release seen=""
  while IFS= read -r folder; do
    release="$(java_release_of "$folder")"
    [ -n "$release" ] || continue
    if [ "$release" -lt "$java_needed" ]; then
      seen="$seen
  $folder is Java $release"
    elif [ "${1:-}" = jdk ] && [ ! -x "$folder/bin/javac" ]; then
      seen="$seen
  $folder is Java $release without a compiler"
    else
      java_home="$folder"
      return 0
    fi
  done < <(java_candidates | xargs -r -d "\n" readlink -f | awk "!seen[\$0]++")
  {
    echo "Lockkeeper needs a JDK $java_needed or newer, and found none."
    [ -z "$seen" ] || echo "Found, and passed over:$seen"
    echo "Install one: the Debian package openjdk-$java_needed-jdk where your release has it, else Temurin"
    echo "$java_needed from https://adoptium.net (package temurin-$java_needed-jdk). Or set JAVA_HOME to its folder."
  } >&2
  exit 2
}

# Builds agent/target/lockkeeper.jar where it is missing or older than a source.
# Needs: root (the repository's top). Says so in one line; Maven's words only when it fails.
build_if_needed() {
  local jar="$root/agent/target/lockkeeper.jar" log="$root/agent/target/build.log" why
  if [ ! -f "$jar" ]; then
    why="first use"
  elif [ -n "$(find "$root/pom.xml" "$root/agent/pom.xml" "$root/agent/src/main" -newer "$jar" -print -quit)" ]; then
    why="the sources are newer"
  else
    return 0
  fi
  find_java jdk
  if ! command -v mvn > /dev/null; then
    echo "Lockkeeper is not built yet, and Maven, which builds it, is missing: apt-get install maven" >&2
    exit 2
  fi
  mkdir -p "$root/agent/target"
  (
    # two first uses at once build once
    if command -v flock > /dev/null; then
      flock 9
      if [ -f "$jar" ] && [ "$why" = "first use" ]; then
        exit 0
      fi
    fi
    echo "Building Lockkeeper ($why; one to three minutes when Maven has to fetch its parts) ..." >&2
    # JAVA25_HOME: the toolchains plugin finds the same Java as we did, wherever it lies
    if ! (cd "$root" && env "JAVA${java_needed}_HOME=$java_home" \
        mvn -B -q -Dmaven.test.skip=true -Dformat.skip=true package) > "$log" 2>&1 < /dev/null; then
      echo "The build failed; its last words (all of them: $log):" >&2
      tail -n 40 "$log" >&2
      exit 1
    fi
    # an up-to-date jar that Maven saw no reason to write again
    touch "$jar"
  ) 9> "$root/agent/target/.build.lock" || exit 1
}
