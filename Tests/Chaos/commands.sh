#!/usr/bin/env bash
# Kills commands that change a dealership's folder at each of their durable steps: at the first rename, the second, and so on
# until one is not reached any more, and likewise at every fsync, fdatasync, unlink and ftruncate. After each kill what lies
# there must be whole, and the same command again must bring the folder to where it would have been.
#
#   Tests/Chaos/commands.sh BIN
set -uo pipefail
h=$1/handover
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export SWIFT_BACKTRACE=enable=no HANDOVER_HOME=$work/home
cars=(TMBJJ7NX5RY000001 TMBJB9NX9PA000107 TMBJB9NXXNA000114)
failed=0

quietly() { "$@" >"$work/said" 2>&1; } 2>/dev/null

complain() {
  echo "FAILED: $*"
  sed 's/^/  /' "$work/said" | head -5
  failed=1
}

# needed COMMAND...: without it there is nothing to kill.
needed() {
  "$@" >"$work/said" 2>&1 && return
  complain "$*"
  exit 1
}

# A dealership whose log has one certificate of three; one car was delivered, and one certificate taken back.
prepare() {
  needed "$h" setup --organisation "Example Motors" --rooftop North --issuer https://north.example-motors.example
  needed "$h" log init
  local car
  for car in "${cars[@]}"; do
    # Nobody looked at anything: the car is not clear, which is status 8.
    quietly "$h" run "$car" --year 2024 --taken-in "$(date -d yesterday +%F)" --vin-read car --apply
    [ "$car" != "${cars[0]}" ] || needed "$h" log checkpoint
  done
  needed "$h" close "${cars[0]}"
  needed "$h" present "${cars[0]}" --out "$work/before.json"
  needed "$h" certificate revoke "${cars[1]}" --yes
  needed "$h" present "${cars[1]}" --for full --out "$work/revoked.json"
}

size() { sed -n 2p "$HANDOVER_HOME/log/checkpoint"; }

# The log is of before or of after, and nothing of it is wrong but that certificates are not in it yet: then audit ends with 8.
log_is_whole() {
  local code=0
  quietly "$h" log audit || code=$?
  case $(size) in
    1) [ $code = 8 ] ;;
    3) [ $code = 0 ] ;;
    *) false ;;
  esac
}
log_is_done() { [ "$(size)" = 3 ] && quietly "$h" log audit; }

same_copy() {
  "$h" present "${cars[0]}" 2>/dev/null | cmp -s - "$work/before.json"
}
purge_is_whole() { quietly "$h" ledger audit && same_copy; }
purge_is_done() {
  purge_is_whole && quietly "$h" ledger audit && grep -q 'of 2 events what they said was erased' "$work/said"
}

# What a verifier makes of the certificate that was taken back: 3 without a list, 2 with it.
answer() {
  quietly "$1" "$work/revoked.json" --trust "$HANDOVER_HOME/trust/list.jws" --no-state --allow-undated \
    --status "$HANDOVER_HOME/status/list.jwt"
  echo $?
}
list_is_whole() { [ ! -e "$HANDOVER_HOME/status/list.jwt" ] || list_is_done; }
list_is_done() { [ "$(answer "${h}-verify")" = 2 ]; }

# A key and the certificate that names it belong together. Killed after its last step, the command renews once more.
keys_are_whole() { quietly "$h" key show; }
keys_are_done() {
  keys_are_whole && [[ $(find "$HANDOVER_HOME/chain/former" -name 'terminal-*.der' | wc -l) == [12] ]] || return 1
  quietly "$h" run TMBJB9NX9MA000121 --year 2024 --taken-in "$(date -d yesterday +%F)" --vin-read car --apply
  grep -q 'paper .*, issued now' "$work/said"
}

# kill_at_every_step NAME WHOLE DONE COMMAND...
kill_at_every_step() {
  local name=$1 whole=$2 done=$3 call count kills=0
  shift 3
  for call in rename fsync fdatasync unlink ftruncate; do
    for count in $(seq 1 200); do
      rm -rf "$HANDOVER_HOME"
      cp -a "$work/base" "$HANDOVER_HOME"
      quietly strace -f -o /dev/null -e trace="$call" -e inject="$call:signal=KILL:when=$count" "$@" && break
      kills=$((kills + 1))
      "$whole" || complain "$name, killed at $call $count: what it left is not whole"
      quietly "$@" || complain "$name, killed at $call $count: the same command again fails"
      "$done" || complain "$name, killed at $call $count: not as if it had not been killed"
    done
    [ "$count" -lt 200 ] || complain "$name never ends"
  done
  echo "$name: $kills kills"
  [ $kills -gt 3 ] || complain "$name was hardly killed"
}

prepare
mv "$HANDOVER_HOME" "$work/base"
kill_at_every_step "log checkpoint" log_is_whole log_is_done "$h" log checkpoint
kill_at_every_step "certificate publish" list_is_whole list_is_done "$h" certificate publish
kill_at_every_step "key renew" keys_are_whole keys_are_done "$h" key renew terminal
kill_at_every_step "ledger purge" purge_is_whole purge_is_done "$h" ledger purge "${cars[0]}" --yes
exit $failed
