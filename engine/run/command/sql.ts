import type { Bindings, Unready } from '../commands.ts'
import { isUnready, unready, type Call, type Preparation } from './call.ts'
import { withProgram } from './interpreters.ts'

/**
 * psql without its start-up file, stopping at the first error. Rows come bare (`-At`): no headings, no frame, columns
 * joined by `|`, so that `value` is the first number of the first row and `output is` compares what the query gave.
 * Inputs reach psql through its environment (`\getenv`) and are used as `:'NAME'`; nothing is pasted into the query.
 */
export function prepareSql(preparation: Preparation): Call | Unready {
  const { block, as, bindings } = preparation
  const connection = connectionOf(bindings)
  if (isUnready(connection)) return connection
  const named = [...bindings.keys()].filter((name) => new RegExp(`:['"]?${name}\\b`).test(block.script))
  const getting = named.flatMap((name) => ['-c', `\\getenv ${name} ${name}`])
  return withProgram('psql', preparation, (program) => ({
    program,
    options: ['-X', '-q', '-w', '-At', '-v', 'ON_ERROR_STOP=1'],
    bootstrap: [...getting, '-f', as === undefined ? '/dev/fd/3' : '-'],
    input: `${block.script}\n`,
    inputAt: as === undefined ? 3 : 0,
    session: 'none',
    environment: connection.variables,
  }))
}

/** Options of a connection address that psql takes from its environment (libpq, "Environment Variables"). */
const options: Readonly<Record<string, string>> = {
  sslmode: 'PGSSLMODE',
  sslrootcert: 'PGSSLROOTCERT',
  sslcert: 'PGSSLCERT',
  sslkey: 'PGSSLKEY',
  channel_binding: 'PGCHANNELBINDING',
  connect_timeout: 'PGCONNECT_TIMEOUT',
  application_name: 'PGAPPNAME',
  options: 'PGOPTIONS',
  host: 'PGHOST',
  port: 'PGPORT',
  user: 'PGUSER',
  password: 'PGPASSWORD',
  dbname: 'PGDATABASE',
}

/** Splits the input `DATABASE_URL` into the variables that psql reads, so that it is never an argument. */
export function connectionOf(bindings: Bindings): { readonly variables: Record<string, string> } | Unready {
  const given = bindings.get('DATABASE_URL')?.value
  if (given === undefined) return { variables: {} }
  const url = URL.parse(given)
  if (url === null || !/^postgres(ql)?:$/.test(url.protocol)) {
    return unready(
      '`DATABASE_URL` is not the address of a database',
      'write `postgresql://USER@HOST:PORT/DATABASE`',
    )
  }
  const asked = [...url.searchParams].map(([key, value]) => [options[key], value] as const)
  const unknown = [...url.searchParams.keys()].find((key) => options[key] === undefined)
  if (unknown !== undefined) {
    return unready(
      `\`DATABASE_URL\` has the option \`${unknown}\`, which is not known`,
      `take \`${unknown}\` away`,
    )
  }
  const parts = {
    PGHOST: decodeURIComponent(url.hostname.replace(/^\[(.*)\]$/, '$1')),
    PGPORT: url.port,
    PGUSER: decodeURIComponent(url.username),
    PGPASSWORD: decodeURIComponent(url.password),
    PGDATABASE: decodeURIComponent(url.pathname.slice(1)),
  }
  const all = [...Object.entries(parts), ...asked].filter(([, value]) => value !== '')
  return { variables: Object.fromEntries(all) }
}
