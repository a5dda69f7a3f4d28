# Sourced by the two commands of the README: installs the system packages that are really needed when they are missing, and
# builds with the one set of flags that both use, so that neither builds again what the other built.

# need_packages NAME...: what every build needs, and the names given.
need_packages() {
  local missing=()
  local name
  for name in libsqlite3-dev libcurl4-openssl-dev zlib1g-dev libqrencode-dev openssl "$@"; do
    dpkg-query -W -f='${Status}' "$name" 2>/dev/null | grep -q 'install ok installed' || missing+=("$name")
  done
  [ ${#missing[@]} -eq 0 ] && return 0
  echo "installing ${missing[*]}"
  local root=()
  [ "$(id -u)" -eq 0 ] || root=(sudo)
  "${root[@]}" apt-get update -qq
  DEBIAN_FRONTEND=noninteractive "${root[@]}" apt-get install -y -qq "${missing[@]}" >/dev/null
}

# build ARGUMENT...: warnings are errors, and every import must be declared.
build() {
  swift build --explicit-target-dependency-import-check error -Xswiftc -warnings-as-errors "$@"
}
