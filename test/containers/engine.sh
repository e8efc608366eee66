#!/usr/bin/env bash
# A Docker engine with the two images that the tests and strangers need, made without a registry:
#
#   test/containers/engine.sh COMMAND...    runs COMMAND with them and ends what was started
#   source test/containers/engine.sh        the same for the rest of a script
#
# An engine that answers is used as it is, and images that it has are not made again. Where none answers, and always with
# JITTERBUG_ENGINE=own, an engine is started with its data and socket in a temporary folder (as root; DOCKER_HOST is
# exported), and it is ended by its process id when this shell ends, for whatever reason.
#
#   jitterbug-test/node       Debian 12 and the Node of node_modules; exported as NODE_IMAGE
#   jitterbug-test/postgres   Debian 12 and its PostgreSQL, with the environment variables of the official image; exported
#                             as POSTGRES_IMAGE
set -euo pipefail

engine_home=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
engine_dir=$(mktemp -d "${TMPDIR:-/tmp}/jitterbug-engine.XXXXXX")
engine_pid=

engine_stop() {
  if [ -n "$engine_pid" ]; then
    kill "$engine_pid" 2>/dev/null && wait "$engine_pid" 2>/dev/null || true
    engine_pid=
  fi
  grep -F " $engine_dir/" /proc/self/mounts | cut -d' ' -f2 | sort -r | xargs -r umount -l || true
  rm -rf "$engine_dir"
}
trap engine_stop EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

engine_answers() { docker version --format '{{.Server.Version}}' >/dev/null 2>&1; }
engine_fail() {
  echo "engine.sh: $1" >&2
  exit 1
}

engine_start() {
  command -v dockerd >/dev/null || engine_fail "there is no Docker engine; Debian packages: $engine_home/packages.txt"
  [ "$(id -u)" = 0 ] || engine_fail "no Docker engine answers, and only root can start one"
  # The engine itself chooses how it stores: by overlays, or where the file system has none by copies (vfs), for which
  # the images are kept small.
  # Ended with this shell even where the shell is killed.
  setpriv --pdeathsig TERM dockerd --data-root "$engine_dir/data" --exec-root "$engine_dir/exec" \
    --pidfile "$engine_dir/dockerd.pid" --host "unix://$engine_dir/docker.sock" >"$engine_dir/dockerd.log" 2>&1 &
  engine_pid=$!
  export DOCKER_HOST="unix://$engine_dir/docker.sock"
  until engine_answers; do
    kill -0 "$engine_pid" 2>/dev/null || engine_fail "dockerd ended: $(tail -n 5 "$engine_dir/dockerd.log")"
    [ "$SECONDS" -lt $((engine_began + 60)) ] || engine_fail "dockerd: $(tail -n 5 "$engine_dir/dockerd.log")"
    sleep 0.2
  done
}

engine_has() { docker image inspect "$1" >/dev/null 2>&1; }

# A Debian that holds what the images have in common, without what no test reads.
engine_debian() {
  [ ! -e "$engine_dir/debian/etc/debian_version" ] || return 0
  debootstrap --variant=minbase --include=libatomic1,ca-certificates bookworm "$engine_dir/debian" \
    >"$engine_dir/debootstrap.log" 2>&1 || engine_fail "debootstrap: $(tail -n 5 "$engine_dir/debootstrap.log")"
}

# $1 the folder, $2 the image, then Dockerfile instructions.
engine_import() {
  local from=$1 image=$2 instructions=()
  shift 2
  for instruction in "$@"; do instructions+=(--change "$instruction"); done
  # LLVM is PostgreSQL's compiler of long queries: a third of the image, and PostgreSQL does without where it is missing.
  tar -C "$from" --exclude='./var/cache/apt/*' --exclude='./var/lib/apt/lists/*' --exclude='./usr/share/doc/*' \
    --exclude='./usr/share/man/*' --exclude='./usr/share/locale/*' --exclude='./usr/lib/*/libLLVM*' \
    --exclude='./usr/lib/postgresql/*/lib/*llvmjit*' --exclude='./usr/lib/postgresql/*/lib/bitcode' \
    --exclude='./proc/*' --exclude='./sys/*' -c . |
    docker import "${instructions[@]}" - "$image" >/dev/null
}

engine_node() {
  local node=$engine_home/../../node_modules/node/bin/node
  [ -x "$node" ] || engine_fail "node_modules is not there: npm ci"
  engine_debian
  install -D -m 755 "$node" "$engine_dir/debian/usr/local/bin/node"
  engine_import "$engine_dir/debian" jitterbug-test/node 'CMD ["node"]'
  rm "$engine_dir/debian/usr/local/bin/node"
}

engine_postgres() {
  local root=$engine_dir/postgres
  engine_debian
  cp -a "$engine_dir/debian" "$root"
  # No cluster at installation: the entrypoint makes it, as the official image does.
  install -d "$root/etc/postgresql-common"
  echo 'create_main_cluster = false' >"$root/etc/postgresql-common/createcluster.conf"
  printf '#!/bin/sh\nexit 101\n' | install -m 755 /dev/stdin "$root/usr/sbin/policy-rc.d"
  DEBIAN_FRONTEND=noninteractive chroot "$root" apt-get install -y -qq --no-install-recommends \
    -o DPkg::Options::=--force-unsafe-io postgresql >"$engine_dir/postgres.log" 2>&1 || engine_fail "postgresql: $(tail -n 5 "$engine_dir/postgres.log")"
  install -m 755 "$engine_home/postgres-entrypoint.sh" "$root/usr/local/bin/docker-entrypoint.sh"
  engine_import "$root" jitterbug-test/postgres 'ENTRYPOINT ["docker-entrypoint.sh"]' 'CMD ["postgres"]' \
    'ENV PGDATA=/var/lib/postgresql/data' 'VOLUME /var/lib/postgresql/data' 'EXPOSE 5432'
  rm -rf "$root"
}

engine_began=$SECONDS
if [ "${JITTERBUG_ENGINE:-}" = own ] || ! engine_answers; then engine_start; fi
# No registry is asked: neither for the container that would clean up after a killed run, nor for what strangers run in.
export TESTCONTAINERS_RYUK_DISABLED=true NODE_IMAGE=jitterbug-test/node POSTGRES_IMAGE=jitterbug-test/postgres
engine_has jitterbug-test/node || engine_node
engine_has jitterbug-test/postgres || engine_postgres
rm -rf "$engine_dir/debian"
echo "engine.sh: engine ${DOCKER_HOST:-of this machine}, both images are there ($((SECONDS - engine_began))s)" >&2

if [ "${BASH_SOURCE[0]}" = "$0" ]; then "$@"; fi
