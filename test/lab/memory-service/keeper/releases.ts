import type { Release } from '../service/state.ts'

/** What can be downloaded. 0.1.2 is the bad one: it reads another cache format than it was said to. */
export const releases: readonly Release[] = [
  { version: '0.1.0', schema: 1, cacheFormat: 1 },
  { version: '0.1.1', schema: 1, cacheFormat: 1 },
  { version: '0.1.2', schema: 1, cacheFormat: 2 },
  { version: '0.2.0', schema: 2, cacheFormat: 1 },
]

/** The programs of a release: shell scripts that start the stand-in of this lab as that release. */
export function artefacts(release: Release): { readonly service: string; readonly cli: string } {
  const { version, schema, cacheFormat } = release
  const head = `#!/usr/bin/env bash
# memory-service v${version}
set -eu
if [ "\${1-}" = --version ]; then echo 'v${version}'; exit 0; fi
. "\${LAB_ROOT:?is not set: start the lab first}/run/lab.env"
`
  const start = 'exec "$NODE" --disable-warning=ExperimentalWarning'
  return {
    service: `${head}if [ "\${1-}" = migrate ]; then shift; ${start} "$COMMANDS" migrate --schema ${schema} "$@"; fi
${start} "$SERVICE_PROGRAM" --release-version ${version} --release-schema ${schema} --release-cache ${cacheFormat} "$@"
`,
    cli: `${head}${start} "$COMMANDS" memory-cli "$@"
`,
  }
}

export const changelog = `# Changelog

## [0.2.0]

- Episodes record the agent that worked on them. The database needs schema 2: run \`migrate --execute\`
  with the service stopped. Releases 0.1 do not read schema 2.

## [0.1.2]

- Smaller cache files.

## [0.1.1]

- Clearer log lines. No change of the data.

## [0.1.0]

- First release.
`
