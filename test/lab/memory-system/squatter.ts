import pg from 'pg'
import { enlist, identityOf } from '../shared/identity.ts'

/**
 * `report-job`, which has nothing to do with the service: it opens as many sessions as it can and keeps them, one of them in
 * a transaction with this statement. A session that is ended is not opened again.
 */
const [url = '', instances = '', sessions = '1', statement = ''] = process.argv.slice(2)
process.title = 'report-job'
for (let count = 0; count < Number(sessions); count++) {
  const client = new pg.Client({ connectionString: url, application_name: 'report-job' })
  client.on('error', () => undefined)
  try {
    await client.connect()
    if (count === 0 && statement !== '') await client.query(`BEGIN; ${statement}`)
  } catch {
    break
  }
}
const self = identityOf(process.pid)
if (self !== undefined) enlist(instances, { ...self, name: 'report-job', ports: [], unit: 'by-hand' })
setInterval(() => undefined, 60_000)
