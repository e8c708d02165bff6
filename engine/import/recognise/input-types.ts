import type { InputType } from '../../model.ts'

const types: readonly (readonly [InputType, RegExp])[] = [
  [
    'secret',
    /(?:^|_)(?:TOKEN|SECRET|PASSWORD|PASSWD|PASS|PWD|CREDENTIALS?|APIKEY|API_KEY|PRIVATE_KEY|ACCESS_KEY|DATABASE_URL|DB_URL|DSN)$/,
  ],
  ['url', /(?:^|_)(?:URL|URI|ENDPOINT)$/],
  ['integer', /(?:^|_)(?:PORT|COUNT|REPLICAS|PID|NUMBER_OF_\w+|NUM_\w+|LIMIT|PARTITIONS)$/],
  ['host', /(?:^|_)(?:HOST|HOSTNAME|FQDN|IP|IP_ADDRESS|ADDRESS|SERVER|DOMAIN)$/],
  ['path', /(?:^|_)(?:PATH|DIR|DIRECTORY|FOLDER|FILE|FILENAME|FILE_NAME)$/],
  ['duration', /(?:^|_)(?:TIMEOUT|DURATION)$/],
]

/** The type that the name of an input speaks of; `string` when it speaks of none. */
export function inputType(name: string): InputType {
  return types.find(([, shape]) => shape.test(name))?.[0] ?? 'string'
}
