#!/usr/bin/env bash
# Builds the packages twice, in two folders of what git holds, and compares them octet by octet. KEEP=DIR keeps both there.
set -euo pipefail
home=$(cd "$(dirname "$0")/.." && pwd)
work=${KEEP:-$(mktemp -d)}
[ -n "${KEEP:-}" ] || trap 'rm -rf "$work"' EXIT
build() { (cd "$1" && ./mvnw -q -B package -Ppackages -pl packages -am -DskipTests); }

for copy in one two; do
  mkdir "$work/$copy" && git -C "$home" archive HEAD | tar x -C "$work/$copy"
  build "$work/$copy"
done
same=yes
for file in "$work"/one/packages/target/*.{zip,tar.gz,deb}; do
  name=$(basename "$file")
  if cmp -s "$file" "$work/two/packages/target/$name"; then
    echo "same: $(sha256sum <"$file" | cut -c1-64) $name"
  else
    echo "DIFFERENT: $name"
    same=no
  fi
done
[ $same = yes ]
