import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { enlist, identityOf } from '../shared/identity.ts'

/**
 * `report-job`, which has nothing to do with the service: it opens as many sessions as it can and keeps them, one of them in
 * a transaction with this statement. A session that is ended is not opened again.
 */
const [url = '', instances = '', sessions = '1', statement = ''] = process.argv.slice(2)
process.title = 'report-job'

/** Refusals in a row, so far apart in milliseconds, after which the server has no connection left for anybody. */
const refusals = 4
const pause = 60

for (let count = 0, refused = 0; count < Number(sessions) && refused < refusals; count++) {
  const client = new pg.Client({ connectionString: url, application_name: 'report-job' })
  client.on('error', () => undefined)
  try {
    await client.connect()
    if (count === 0 && statement !== '') await client.query(`BEGIN; ${statement}`)
    refused = 0
  } catch {
    refused++
    await sleep(pause)
  }
}
const self = identityOf(process.pid)
if (self !== undefined) enlist(instances, { ...self, name: 'report-job', ports: [], unit: 'by-hand' })
setInterval(() => undefined, 60_000)
