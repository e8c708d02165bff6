/** What can be installed. 0.1.0 reads the header that names a space and forgets it; the others do not. */
export const releases = [
  { version: '0.1.0', routing: 'gap' },
  { version: '0.1.1', routing: 'header' },
] as const

export type Release = (typeof releases)[number]

/** The program of a release: a shell script that starts the stand-in of this lab as that release. */
export function program({ version, routing }: Release): string {
  return `#!/usr/bin/env bash
# engram ${version}
set -eu
if [ "\${1-}" = --version ]; then echo 'engram ${version}'; exit 0; fi
. "\${LAB_ROOT:?is not set: start the lab first}/run/lab.env"
node="$NODE --disable-warning=ExperimentalWarning"
ulimit -n 512
if [ "\${1-}" = start ]; then
  shift
  exec $node "$SERVICE_PROGRAM" --release-version ${version} --release-routing ${routing} "$@"
fi
exec $node "$COMMANDS" engram "$@"
`
}
