# Sourced by the two commands of the README: installs the system packages that are really needed, when they are missing.

need_packages() {
  local missing=()
  local name
  for name in libsqlite3-dev libcurl4-openssl-dev zlib1g-dev openssl; do
    dpkg-query -W -f='${Status}' "$name" 2>/dev/null | grep -q 'install ok installed' || missing+=("$name")
  done
  [ ${#missing[@]} -eq 0 ] && return 0
  echo "installing ${missing[*]}"
  local root=()
  [ "$(id -u)" -eq 0 ] || root=(sudo)
  "${root[@]}" apt-get update -qq
  DEBIAN_FRONTEND=noninteractive "${root[@]}" apt-get install -y -qq "${missing[@]}" >/dev/null
}
