#!/usr/bin/env bash
# Tries each package of packages/target as its user would: unpack or install it into a clean root, start, the printed curl lines, stop,
# upgrade over an older ledger, remove. Needs root, debootstrap and Debian's mirror for the first run; the roots are kept in WORK.
#   ops/try-packages.sh [zip|alone|deb|container|kubernetes ...]
set -euo pipefail
home=$(cd "$(dirname "$0")/.." && pwd)
target=${PACKAGES:-$home/packages/target}
work=${WORK:-/var/tmp/sms-hub-packages}
root=$work/root

fail() { echo "FAILED: $*" >&2; exit 1; }
step() { echo "  $*"; }

[ "$(id -u)" = 0 ] || fail "run it as root: it makes clean roots"
one() { # the one file of that pattern
  local found
  found=$(ls -d $1 2>/dev/null) || fail "no $1; make it by ./mvnw package -Ppackages -pl packages -am -DskipTests"
  [ "$(echo "$found" | wc -l)" = 1 ] || fail "several of $1"
  echo "$found"
}

# A root with what a Debian has at least, and one with a JDK; made once.
roots() {
  mkdir -p "$work"
  [ -d "$work/base" ] || { step "debootstrap"; debootstrap --variant=minbase --include=ca-certificates,curl bookworm "$work/new" http://deb.debian.org/debian >"$work/log" && mv "$work/new" "$work/base"; }
  [ -d "$work/jdk" ] || { step "a JRE"; cp -a "$work/base" "$work/new" && prepared "$work/new" apt-get install -y -qq --no-install-recommends default-jre-headless unzip sqlite3 >"$work/log" 2>&1 && mv "$work/new" "$work/jdk"; }
}
prepared() { # ROOT CMD…: with the network of this machine
  local in=$1; shift
  cp /etc/resolv.conf "$in/etc/resolv.conf"
  unshare --mount --pid --fork sh -c 'mount -t proc proc "$1/proc"; mkdir -p "$1/usr/sbin"; printf "#!/bin/sh\nexit 101\n" >"$1/usr/sbin/policy-rc.d"; chmod +x "$1/usr/sbin/policy-rc.d"; in=$1; shift; DEBIAN_FRONTEND=noninteractive exec chroot "$in" "$@"' sh "$in" "$@"
}
clean() { # FROM: a root of its own, thrown away by the next
  rm -rf "$root"
  cp -a "$work/$1" "$root"
}
# In the root, with processes and a loopback of its own; what is read from the standard input is a script.
inside() {
  echo "127.0.0.1 localhost $(hostname)" >"$root/etc/hosts"
  # a mount of its own, as every real root is
  unshare --mount --pid --net --fork --kill-child sh -c 'mount --bind "$1" "$1"; cd "$1"; mount -t proc proc proc; ip link set lo up
    mount --bind /dev dev; exec chroot . bash -euo pipefail -s' sh "$root"
}

# Shell functions for inside: start and stop a hub, run the two curl lines that it prints.
use='
start() { # CMD…
  mkdir -p /tmp; : >/tmp/log
  "$@" >/tmp/log 2>&1 & hub=$!
  for i in $(seq 600); do
    [ "$(curl -s -m 2 -o /dev/null -w "%{http_code}" http://127.0.0.1:8081/observe/health/ready)" != 200 ] || grep -q "Stop: Ctrl-C" /tmp/log || { sleep 0.1; continue; }
    ! grep -q "Stop: Ctrl-C" /tmp/log || return 0
    kill -0 $hub 2>/dev/null || { cat /tmp/log >&2; exit 1; }
    sleep 0.1
  done
  cat /tmp/log >&2; exit 1
}
curls() { # the printed lines, as they stand; prints the id
  sed -n "/Send a message:/,/See what became/p" /tmp/log | grep "^    " >/tmp/send
  sed -n "/See what became/,/Edit /p" /tmp/log | grep "^    curl" >/tmp/look
  answer=$(bash /tmp/send)
  id=$(echo "$answer" | sed "s/.*\"id\":\"\([^\"]*\).*/\1/")
  [ ${#id} = 26 ] || { echo "not accepted: $answer" >&2; exit 1; }
  delivered $id
  echo $id >>/tmp/ids
}
delivered() {
  for i in $(seq 100); do
    seen=$(sed "s/ID$/$1/" /tmp/look | bash)
    case $seen in *"\"state\":\"DELIVERED\""*) return 0 ;; esac
    sleep 0.1
  done
  echo "message $1 is not delivered: $seen" >&2; exit 1
}
stop() {
  kill -TERM $hub
  status=0; wait $hub || status=$?
  [ $status = 143 ] || [ $status = 0 ] || { echo "ended with $status" >&2; cat /tmp/log >&2; exit 1; }
}
'

archive() { # NAME CMD-TO-UNPACK
  step "start as anybody, the printed curl lines, stop"
  inside <<SCRIPT
$use
useradd --create-home anna
cat >/tmp/anna.sh <<'END'
set -euo pipefail
cd; $1
ln -s sms-hub-* hub
hub/hub help | grep -q 'hub run'
$use
start hub/hub run; curls; stop
hub/hub init mine
start hub/hub run --config mine; curls; stop
[ -f mine/data/ledger.db ]
hub/hub check --config mine
hub/hub key | grep -q sha256:
hub/hub prepare
start hub/hub run --config mine; delivered \$(tail -n 1 /tmp/ids); stop
{ hub/hub simulate --seeds 1 || true; } | grep -q 'seeds/s'
hub/hub bench --seconds 1 --warmup 2 --repeat 1 | grep -q 'messages' || { echo bench failed; exit 1; }
timeout 20 hub/hub modem /dev/none >/tmp/modem 2>&1 || true; grep -q 'no port /dev/none' /tmp/modem
END
su anna -c 'bash /tmp/anna.sh'
SCRIPT
  step "upgrade: another folder, the configuration and the ledger of before"
  inside <<SCRIPT
cat >/tmp/anna.sh <<'END'
set -euo pipefail
cd; mv hub/ old; rm -f hub; mv sms-hub-* before 2>/dev/null || true; $1
mv sms-hub-* new
$use
start new/hub run --config mine; delivered \$(tail -n 1 /tmp/ids); curls; stop
END
sed -i 's/mv hub\/ old; //' /tmp/anna.sh
su anna -c 'bash /tmp/anna.sh'
SCRIPT
  step "remove: what is left is the configuration with its data"
  inside <<'SCRIPT'
cd /home/anna; rm -rf before new; [ "$(ls)" = mine ] && ls mine/data/ledger.db >/dev/null
SCRIPT
}

try_zip() { clean jdk; cp "$(one "$target/sms-hub-*-any.zip")" "$root/opt/hub.zip"; archive 'unzip -q /opt/hub.zip'; }
try_alone() {
  clean base; cp "$(one "$target/sms-hub-*-linux-*.tar.gz")" "$root/opt/hub.tar.gz"
  [ ! -e "$root/usr/bin/java" ] || fail "the clean root has a Java"
  archive 'tar xzf /opt/hub.tar.gz'
}

try_deb() {
  deb=$(one "$target/smshub_*_all.deb")
  lintian --fail-on error --no-tag-display-limit "$deb" >"$work/lintian.log" 2>&1 || { grep '^E:' "$work/lintian.log"; fail "lintian"; }
  step "lintian: no errors ($(grep -c '^W:' "$work/lintian.log" || true) warnings)"
  clean jdk
  cp "$deb" "$root/opt/smshub.deb"
  step "install"
  prepared "$root" apt-get install -y -qq --no-install-recommends adduser /opt/smshub.deb >"$work/log" 2>&1 || { cat "$work/log"; fail "install"; }
  inside <<SCRIPT
$use
[ "\$(stat -c %U:%G:%a /var/lib/smshub)" = smshub:smshub:700 ]
[ "\$(stat -c %U:%G:%a /etc/smshub/clients.yaml)" = root:smshub:640 ]
smshub help | grep -q 'hub run'
# as the unit does
grep '^Environment=' /usr/lib/systemd/system/smshub.service | sed 's/Environment=//' | tr ' ' '\n' >/tmp/env
install -d -o smshub -g smshub -m 0700 /var/cache/smshub
cat >/tmp/run.sh <<'END'
set -a; . /tmp/env; set +a; cd /var/lib/smshub
/usr/share/smshub/hub prepare --missing
exec /usr/share/smshub/hub run --config /etc/smshub
END
start setpriv --reuid smshub --regid smshub --init-groups bash /tmp/run.sh
curls
ls /var/cache/smshub/*.jsa >/dev/null
stop
# what an administrator has edited stays
sed -i 's|^hub.region =.*|hub.region = PL|' /etc/smshub/application.properties
SCRIPT
  step "upgrade over this ledger, with an edited file"
  mkdir -p "$work/newer" && rm -rf "$work/newer"/* && dpkg-deb -R "$deb" "$work/newer/deb"
  sed -i 's/^Version: .*/Version: 9.9.9-1/' "$work/newer/deb/DEBIAN/control"
  echo '# newer' >>"$work/newer/deb/etc/smshub/links.properties"
  dpkg-deb --root-owner-group -Znone -b "$work/newer/deb" "$root/opt/newer.deb" >/dev/null
  prepared "$root" apt-get install -y -qq -o Dpkg::Options::=--force-confold /opt/newer.deb >"$work/log" 2>&1 || { cat "$work/log"; fail "upgrade"; }
  inside <<SCRIPT
$use
grep -q 'hub.region = PL' /etc/smshub/application.properties
grep -q '# newer' /etc/smshub/links.properties
start setpriv --reuid smshub --regid smshub --init-groups bash /tmp/run.sh
delivered \$(tail -n 1 /tmp/ids); curls
sqlite3 /var/lib/smshub/ledger.db ".backup /tmp/copy.db"
stop
# back up and restore, as docs/install.md has it
rm /var/lib/smshub/ledger.db*
install -o smshub -g smshub -m 0600 /tmp/copy.db /var/lib/smshub/ledger.db
start setpriv --reuid smshub --regid smshub --init-groups bash /tmp/run.sh
delivered \$(tail -n 1 /tmp/ids)
stop
SCRIPT
  step "remove keeps configuration and ledger, purge the ledger alone"
  prepared "$root" apt-get remove -y -qq smshub >"$work/log" 2>&1 || { cat "$work/log"; fail "remove"; }
  [ -f "$root/etc/smshub/links.properties" ] && [ ! -d "$root/usr/share/smshub" ] || fail "remove"
  prepared "$root" apt-get purge -y -qq smshub >"$work/log" 2>&1 || { cat "$work/log"; fail "purge"; }
  [ ! -d "$root/etc/smshub" ] && [ -f "$root/var/lib/smshub/ledger.db" ] || fail "purge"
  unit=$home/packages/src/deb/files/smshub.service
  level=$(systemd-analyze security --offline=true "$unit" | sed -n 's/.*exposure level.*: \([0-9.]*\).*/\1/p')
  awk "BEGIN {exit !($level <= 2.0)}" || fail "systemd-analyze security says $level"
  step "systemd-analyze security: $level"
}

try_container() {
  clean base
  alone=$(one "$target/sms-hub-*-linux-*.tar.gz")
  cp "$alone" "$root/opt/"
  step "the steps of the Containerfile"
  (cd "$root/opt" && tar xzf "$(basename "$alone")" && rm "$(basename "$alone")")
  sed -n '/^RUN/,/[^\\]$/p' "$home/ops/container/Containerfile" | sed '1s/^RUN //' | inside
  inside <<SCRIPT
$use
export HUB_DATA=/data HUB_HTTP_HOST=0.0.0.0 HUB_MANAGEMENT_HOST=0.0.0.0
cat >/tmp/health <<'END'
$(sed -n 's/^ *- "\(exec 3.*\)"$/\1/p' "$home/ops/container/compose.yaml" | sed 's/\\\\/\\/g')
END
start setpriv --reuid 10001 --regid 10001 --clear-groups --no-new-privs --bounding-set=-all /opt/sms-hub/hub run --config /etc/sms-hub
curls; bash /tmp/health; stop
SCRIPT
  if command -v podman >/dev/null; then
    step "podman build"
    podman build -q -t sms-hub-try -f "$home/ops/container/Containerfile" "$target" >/dev/null || fail "podman build"
  fi
}

try_kubernetes() {
  command -v kubectl >/dev/null || { step "skipped: no kubectl"; return; }
  rm -rf "$work/kubernetes" "$work/unpacked" && cp -r "$home/ops/kubernetes" "$work/kubernetes"
  unzip -qo "$(one "$target/sms-hub-*-any.zip")" -d "$work/unpacked"
  "$work"/unpacked/sms-hub-*/hub init "$work/kubernetes/config" >/dev/null
  kubectl kustomize "$work/kubernetes" >"$work/kubernetes.yaml"
  for kind in Service StatefulSet ConfigMap; do grep -q "^kind: $kind" "$work/kubernetes.yaml" || fail "no $kind"; done
  step "kustomize builds"
  cp -r "$home/ops/kubernetes-nodes" "$work/kubernetes-nodes.new" && rm -rf "$work/kubernetes-nodes" && mv "$work/kubernetes-nodes.new" "$work/kubernetes-nodes"
  echo secret >"$work/kubernetes-nodes/ledger.password"
  kubectl kustomize "$work/kubernetes-nodes" >"$work/kubernetes-nodes.yaml"
  for kind in Service StatefulSet ConfigMap Secret PodDisruptionBudget NetworkPolicy; do grep -q "^kind: $kind" "$work/kubernetes-nodes.yaml" || fail "no $kind"; done
  [ "$(grep -c '^kind: StatefulSet' "$work/kubernetes-nodes.yaml")" = 2 ] || fail "not one StatefulSet of hubs and one of PostgreSQL"
  step "kustomize builds what lies over it"
}

roots
for kind in ${*:-zip alone deb container kubernetes}; do
  echo "$kind"
  "try_$kind"
done
echo "all well"
