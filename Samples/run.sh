#!/usr/bin/env bash
# The main job on a machine that has only Swift and git: builds, starts the simulators, works the sample lot, and checks one
# certificate as its buyer would. Everything it writes lies in out/sample; nothing leaves this machine.
set -euo pipefail
cd "$(dirname "$0")/.."
export SWIFT_BACKTRACE=enable=no
source Samples/packages.sh

step() { printf '\n== %s\n' "$*"; }

step "system packages"
need_packages
step "build (the first one takes some minutes)"
build
bin=$(build --show-bin-path)
out=out/sample
rm -rf "$out"
mkdir -p "$out"

step "start the simulators"
"$bin/handover-simulators" --world Samples/world.json --seed 7 --settling 0.5 --ready "$out/ready.json" \
  --sessions "$out/sessions.jsonl" --exit-with $$ >"$out/simulators.log" 2>&1 &
simulators=$!
trap 'kill "$simulators" 2>/dev/null || true' EXIT
for _ in $(seq 100); do
  [ -s "$out/ready.json" ] && break
  kill -0 "$simulators" || { cat "$out/simulators.log"; exit 1; }
  sleep 0.1
done

step "set up a dealership"
export HANDOVER_HOME="$out/dealership"
"$bin/handover" setup --organisation "Example Motors" --rooftop North --issuer https://north.example-motors.example
umask 077
sed -E 's/.*"client_id":"([^"]*)","client_secret":"([^"]*)".*/{"client_id":"\1","client_secret":"\2"}/' \
  "$out/ready.json" >"$out/smartcar.json"
umask 022

# Looks and answers older than 72 hours certify nothing, so the sample's answers are dated an hour ago.
sed "s/@ANSWERED/$(date -u -d '1 hour ago' +%Y-%m-%dT%H:%MZ)/" Samples/answers.jsonl >"$out/answers.jsonl"

lot() { # Exit status 8 says that something is left for a person: so it is in the sample.
  "$bin/handover" batch Samples/lot.csv --answers "$out/answers.jsonl" --simulators "$out/ready.json" \
    --smartcar "$out/smartcar.json" --unofficial skoda --sessions "$out/sessions.jsonl" \
    --settling 1 --gap 0.2 --deadline 10 "$@" || [ $? -eq 8 ]
}

step "look at the lot: nothing is ended"
endings=$(lot --json --rejects "$out/rejects.csv" | tail -n 1 | sed -E 's/.*"endings":([0-9]+).*/\1/')
echo "$endings endings are planned"

step "end what the plans say, look again, certify"
lot --apply --endings "$endings" --out "$out/papers" --csv "$out/lot.csv"

step "run the same again: what the unkind simulators left is done, what was done is not repeated"
lot --apply --endings "$endings" --out "$out/papers" --csv "$out/lot.csv" --new-only

vin=$(tr -d '"' <"$out/lot.csv" | awk -F, '$5 == "clear_attested" { print $2; exit }')
step "as the buyer of $vin: is this paper genuine, and what does it say?"
"$bin/handover-verify" "$out/papers/$vin.transfer.json" --trust "$out/dealership/trust/list.jws" --vin "$vin" \
  --allow-undated --no-status --specimen --no-state
echo
echo "Everything lies in $out. A run against simulators signs specimens: they prove nothing."
