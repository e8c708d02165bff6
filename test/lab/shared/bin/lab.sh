# Read by the commands of the lab: who they are, the lab they act on, and how they refuse.
me=${0##*/}
if [ ! -r "${LAB_ROOT-}/run/lab.env" ]; then
  echo "$me: no lab is running here: start one with \`runbook lab up NAME\`" >&2
  exit 2
fi
. "$LAB_ROOT/run/lab.env"

refuse() {
  echo "$me: $*" >&2
  exit 2
}

# The system's own program of this name, which stands behind the lab's folders on PATH.
system() {
  local folder
  local IFS=:
  for folder in $PATH; do
    [ "$folder/$1" -ef "$0" ] && continue
    if [ -x "$folder/$1" ]; then
      echo "$folder/$1"
      return
    fi
  done
  refuse "the system has no program \`$1\`"
}

# unit VERB UNIT [LINES]: asks the lab's init; prints its answer and returns its status.
unit() {
  local reply
  reply=$(curl -sS --max-time 60 --data-binary "${3-}" "$CONTROL/unit/$1?unit=$2") || {
    echo "$me: cannot connect to the init of the lab" >&2
    return 1
  }
  code=${reply%%$'\n'*}
  text=${reply#"$code"}
  text=${text#$'\n'}
  return "$code"
}

# Prints the pids of the living processes of the service, one a line; with `all`, of every process in the lab.
pids() {
  local note pid stat fields
  for note in "$LAB_ROOT"/run/instances/*; do
    pid=${note##*/}
    [ -e "$note" ] && kill -0 "$pid" 2>/dev/null || continue
    [ "${1-}" = all ] || [ "$(sed -n 4p "$note")" = "$SERVICE" ] || continue
    if [ -r "/proc/$pid/stat" ]; then
      stat=$(<"/proc/$pid/stat")
      read -ra fields <<<"${stat##*) }"
      [ "${fields[19]}" = "$(head -n 1 "$note")" ] || continue
    fi
    echo "$pid"
  done
}
