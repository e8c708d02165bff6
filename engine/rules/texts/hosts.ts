import type { Span } from '../../source.ts'

/** The name or the address of one machine, in a command. */
export interface NamedHost {
  readonly host: string
  readonly span: Span
}

/** Addresses of private networks; `127.0.0.1`, `0.0.0.0` and masks are the same on every machine. */
const privateAddress =
  /(?<![\w.:/-]|==)(?:10\.\d{1,3}|192\.168|172\.(?:1[6-9]|2\d|3[01]))\.\d{1,3}\.\d{1,3}(?![\w.]|\/\d)|(?<=:\/\/|@)(?:10\.\d{1,3}|192\.168|172\.(?:1[6-9]|2\d|3[01]))\.\d{1,3}\.\d{1,3}(?![\w.])/g

/** Names that only a company's own network knows, and machines that are counted: `db-03.prod.example.com`. */
const internalName =
  /(?<![\w.$/-]|\$\{)(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+(?:internal|intranet|corp|lan|local|localdomain)(?![\w-]|\.\w)|(?<=:\/\/|@)(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+(?:internal|intranet|corp|lan|local|localdomain)(?![\w-]|\.\w)/gi
const countedName =
  /(?<![\w.$/-])[a-z][a-z0-9]*(?:-[a-z0-9]+)*-?\d{1,3}(?:\.[a-z0-9][a-z0-9-]*)+\.[a-z]{2,}(?![\w-])(?!\/)|(?<=:\/\/|@)[a-z][a-z0-9]*(?:-[a-z0-9]+)*-\d{1,3}(?:\.[a-z0-9][a-z0-9-]*)+\.[a-z]{2,}(?![\w-])/gi

/** Names that mean the same everywhere: the machine itself, services of the own cluster, addresses of mDNS. */
const everywhere =
  /^(?:localhost\.localdomain|host\.docker\.internal|metadata\.google\.internal|kubernetes\.default.*|.*\.svc\.cluster\.local)$/i

/** What looks like a name of a machine and is one of a file, an image or a release. */
const noHost =
  /\.(?:gz|tgz|bz2|xz|zip|tar|log|txt|md|ya?ml|json|toml|ini|conf|cfg|sh|py|js|ts|sql|db|csv|html?|pem|crt|key|pid|sock|service|timer|deb|rpm|jar|war|img|iso|bak|dump|rdb|aof|wal|lock)$/i

/** Machines that a script names. @param script without its comments */
export function hostsIn(script: string): NamedHost[] {
  const seen = new Set<number>()
  return [privateAddress, internalName, countedName]
    .flatMap((shape) => [...script.matchAll(shape)])
    .filter(
      ({ 0: host, index }) =>
        !everywhere.test(host) && !noHost.test(host) && !seen.has(index) && seen.add(index),
    )
    .map(({ 0: host, index }) => ({ host, span: { start: index, end: index + host.length } }))
    .sort((a, b) => a.span.start - b.span.start)
}

/** Names of machines in a script that fit one of some globs, `*` standing for anything but a blank or a slash. */
export function hostsLike(script: string, globs: readonly string[]): NamedHost[] {
  if (globs.length === 0) return []
  const shapes = globs.map((glob) => glob.split('*').map(escaped).join('[\\w.-]*'))
  const shape = new RegExp(`(?<![\\w.$-]|(?<!:/)/)(?:${shapes.join('|')})(?![\\w-]|\\.\\w)`, 'gi')
  return [...script.matchAll(shape)].map(({ 0: host, index }) => ({
    host,
    span: { start: index, end: index + host.length },
  }))
}

const escaped = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&')
