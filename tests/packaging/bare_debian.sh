#!/bin/bash
# bare_debian.sh DIST [TREE]: does the Linux build run in a bare Debian 12 with README's libraries and nothing else?
# DIST is PyInstaller's dist folder. By hand, as root, with debootstrap and python3; 500 MB in TREE (/tmp/bare-debian),
# which is made where it is missing. With DISPLAY it leaves a picture of a window, bare-debian.png (imagemagick).
set -euo pipefail
dist=$(realpath "$1")
tree=$(realpath -m "${2:-/tmp/bare-debian}")
root=$(realpath "$(dirname "$0")/../..")
port=7177
out=$(mktemp -d)

say() { printf '%s\n' "-- $*"; }
fail() { printf 'FAILED: %s\n' "$*"; exit 1; }
# run NAME COMMAND...: as an account of the tree, with next to no environment
run() { exec chroot --userspec="$1:$1" "$tree" env -i HOME="/home/$1" PATH=/usr/bin:/bin LANG=C.UTF-8 "${@:2}"; }

[ -e "$tree/etc/debian_version" ] || debootstrap --variant=minbase bookworm "$tree"
rm -rf "$tree/opt/hubbub" "$tree"/home/{ann,bob,eve}
cp -a "$dist/hubbub" "$dist/hubbub-one-file" "$tree/opt/"
for name in ann bob eve; do
  chroot "$tree" id "$name" >/dev/null 2>&1 || chroot "$tree" useradd -M "$name"
  mkdir "$tree/home/$name"
  chroot "$tree" chown "$name:" "/home/$name"
done

started=() mounted=()
end() {
  for job in "${started[@]}"; do kill "$job" 2>/dev/null || true; done
  wait
  for place in "${mounted[@]}"; do umount "$place"; done
}
trap end EXIT
mkdir -p "$tree/tmp/.X11-unix"
for place in proc dev tmp/.X11-unix; do
  [ -d "/$place" ] && mount --bind "/$place" "$tree/$place" && mounted=("$tree/$place" "${mounted[@]}")
done

libraries=$(tr '\n' ' ' < "$root/README.md" | grep -o '`libegl1 [^`]*`' | tr -d '`')
if ! chroot "$tree" dpkg -s libegl1 >/dev/null 2>&1; then
  say "without the libraries: a sentence and exit 2, and headless hosting needs none of them"
  code=0
  (run ann QT_QPA_PLATFORM=offscreen /opt/hubbub/hubbub) 2>"$out/without" || code=$?
  cat "$out/without"
  [ "$code" = 2 ] || fail "exit $code"
  (run ann timeout -s TERM 5 /opt/hubbub/hubbub host --headless --listen "127.0.0.1:$port") >"$out/without" || true
  grep '^listening on' "$out/without" || fail "no headless hosting"
  # shellcheck disable=SC2086  # a list
  chroot "$tree" apt-get -o APT::Sandbox::User=root install -y -qq --no-install-recommends $libraries >/dev/null
fi
for absent in libssl3 openssl python3 ca-certificates; do
  ! chroot "$tree" dpkg -s "$absent" >/dev/null 2>&1 || fail "$absent is installed"
done
say "no OpenSSL, no Python and no certificates of authorities in $tree"

# await FILE WORDS: a minute of patience
await() {
  for _ in $(seq 600); do
    grep -q "$2" "$1" && return
    sleep 0.1
  done
  return 1
}
# end_well JOB: SIGTERM is a goodbye, exit 0
end_well() {
  local code=0
  kill -TERM "$1"
  wait "$1" || code=$?
  [ "$code" = 0 ] || fail "it ended with $code"
}

# join NAME SCREEN: a window is let in over TLS, which the link asks for, and says goodbye
join() {
  (run "$1" "$2" "/opt/$form" join "$link" --name "$1") 2>"$out/window" &
  local window=$!
  started+=("$window")
  await "$out/hub" "$1 joined" || fail "$1 is not let in: $(cat "$out/hub" "$out/window")"
  say "a window is in the room, $2"
  if [ "${2%%=*}" = DISPLAY ]; then
    sleep 3
    import -display "$DISPLAY" -window root bare-debian.png && say "bare-debian.png"
  fi
  end_well "$window"
  await "$out/hub" "$1 is gone" || fail "$1 does not say goodbye"
}

for form in hubbub/hubbub hubbub-one-file; do
  say "/opt/$form"
  (run ann "/opt/$form" --version)
  (run ann "/opt/$form" host --headless --room "Bare club" --listen "127.0.0.1:$port" --owner-link) >"$out/hub" 2>&1 &
  hub=$!
  started=("$hub")
  await "$out/hub" '^owner link' || fail "it does not host: $(cat "$out/hub")"
  link=$(sed -n 's/^owner link: //p' "$out/hub")

  python3 - "$port" <<'EOF' || fail "no TLS"
import socket, ssl, sys
context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
with context.wrap_socket(socket.create_connection(("127.0.0.1", int(sys.argv[1])), 10)) as guest:
    guest.sendall(b"NICK zoe\r\nUSER zoe 0 * :Zoe\r\n")
    heard = b""
    while b" 366 " not in heard:
        heard += guest.recv(65536) or sys.exit("closed")
    print(f"a guest of another program is in the room over {guest.version()}")
EOF

  join bob QT_QPA_PLATFORM=offscreen
  [ -z "${DISPLAY:-}" ] || join eve "DISPLAY=$DISPLAY"
  end_well "$hub"
done
say "all of it works"
