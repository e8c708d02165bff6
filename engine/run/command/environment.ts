import { delimiter } from 'node:path'
import { isDeniedName } from '../supervisor/names.ts'
import type { Bindings, Session } from '../commands.ts'

/** What the engine hands on from the operator's environment; everything else stays with the operator. */
const handedOn =
  /^(PATH|HOME|USER|LOGNAME|SHELL|LANG|LANGUAGE|LC_[A-Z]+|TZ|TERM|COLORTERM|TMPDIR|XDG_[A-Z_]+|SSH_AUTH_SOCK|SSH_AGENT_PID|DBUS_SESSION_BUS_ADDRESS|KUBE[A-Z_]*|AWS_[A-Z0-9_]+|GOOGLE_[A-Z_]+|GCLOUD_[A-Z_]+|CLOUDSDK_[A-Z_]+|AZURE_[A-Z_]+|ARM_[A-Z_]+|DOCKER_[A-Z_]+|VAULT_[A-Z_]+|CONSUL_[A-Z_]+|NOMAD_[A-Z_]+|PG[A-Z]+|SSL_CERT_(FILE|DIR)|CURL_CA_BUNDLE|REQUESTS_CA_BUNDLE|NODE_EXTRA_CA_CERTS|(https?|ftp|all|no)_proxy|(HTTPS?|FTP|ALL|NO)_PROXY)$/

/** A lab's part in the environment: programs that come first, and variables. */
export interface LabEnvironment {
  readonly path: readonly string[]
  readonly environment: Readonly<Record<string, string>>
}

/** The part of the environment that is the same for every block of a run: an allow-list of the operator's, and the lab's. */
export function baseEnvironment(
  operator: Readonly<Record<string, string | undefined>>,
  lab: LabEnvironment | undefined,
): Record<string, string> {
  const kept = Object.entries(operator).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && handedOn.test(entry[0]),
  )
  const base: Record<string, string> = { PATH: '/usr/local/bin:/usr/bin:/bin', ...Object.fromEntries(kept) }
  const path = [...(lab?.path ?? []), base.PATH].join(delimiter)
  return { ...base, ...lab?.environment, PATH: path }
}

/** Adds what earlier blocks exported, then the inputs and values: what is shown for a name is what a block sees. */
export function blockEnvironment(
  base: Readonly<Record<string, string>>,
  session: Session,
  bindings: Bindings,
): Record<string, string> {
  const environment: Record<string, string> = { ...base }
  for (const [name, value] of Object.entries(session.exports)) {
    if (value === null) delete environment[name]
    else environment[name] = value
  }
  for (const { name, value } of bindings.values()) environment[name] = value
  return environment
}

/** The first input or value that no block may be given, and why. */
export function refusedBinding(
  bindings: Bindings,
): { readonly name: string; readonly why: string } | undefined {
  for (const { name, value } of bindings.values()) {
    if (isDeniedName(name)) return { name, why: 'would change how commands run' }
    if (value.includes('\0')) return { name, why: 'holds a NUL character' }
  }
  return undefined
}
