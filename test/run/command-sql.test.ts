import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openBench, makeBlock, type Bench } from '../helpers/commands.ts'
import { startPostgres, type Postgres } from '../helpers/postgres.ts'
import { needs, searchPath } from '../helpers/programs.ts'

let postgres: Postgres | undefined
let bench: Bench
const sql = (script: string) => makeBlock(script, { language: 'sql', role: 'read' })

describe.skipIf(!needs('psql', 'postgres', 'initdb'))('sql blocks, against a real PostgreSQL', () => {
  beforeAll(async () => {
    postgres = await startPostgres()
    const { user, password, port } = postgres
    const url = `postgresql://${user}:${encodeURIComponent(password)}@127.0.0.1:${port}/postgres?application_name=runbook&connect_timeout=5`
    const values = { 'DATABASE_URL!': url, CUSTOMER: `O'Brien"; drop table orders; --`, LIMIT: '5' }
    bench = openBench(values, { environment: { PATH: searchPath } })
    await bench.run(
      sql(
        `create table orders (id int, customer text); insert into orders values (1, :'CUSTOMER'), (2, 'x');`,
      ),
    )
  })
  afterAll(async () => {
    await bench.close()
    await postgres?.stop()
  })

  test('give bare rows, so that a value or an output can be judged', async () => {
    expect(await bench.run(sql('select count(*) from orders;'))).toMatchObject({
      code: 0,
      stdout: { head: '2\n' },
    })
    expect((await bench.run(sql('select id, customer from orders order by id'))).stdout.head).toBe(
      `1|O'Brien"; drop table orders; --\n2|x\n`,
    )
  })

  test('get inputs bound, never pasted', async () => {
    const outcome = await bench.run(sql(`select id from orders where customer = :'CUSTOMER' limit :'LIMIT';`))
    expect(outcome.stdout.head).toBe('1\n')
  })

  test('stop at the first error, with the line of the block', async () => {
    const outcome = await bench.run(sql(`select 1;\nselect * from nothing;\nselect 2;`))
    expect(outcome).toMatchObject({ code: 3, stdout: { head: '1\n' } })
    expect(outcome.stderr.head).toMatch(/:2: ERROR: {2}relation "nothing" does not exist/)
  })

  test('keep the password out of output, arguments and messages', async () => {
    const shown = await bench.run(
      makeBlock('echo "$PGPASSWORD $DATABASE_URL"; echo done', { language: 'bash' }),
    )
    expect(shown.code).not.toBe(0)
    const outcome = await bench.run(
      sql(`\\getenv secret PGPASSWORD\nselect :'secret';\nselect pg_sleep(0.2);`),
    )
    expect(outcome.stdout.head).toBe('[secret DATABASE_URL]\n\n')
    const command = await bench.prepare(sql('select 1'))
    expect(command.interpreter.join(' ')).not.toContain('pg-p')
  })

  test('fail when the database cannot be reached', async () => {
    const lost = openBench(
      { DATABASE_URL: 'postgresql://u@127.0.0.1:1/x' },
      { environment: { PATH: searchPath } },
    )
    expect(await lost.run(sql('select 1'))).toMatchObject({ code: 2 })
    await lost.close()
    const bad = openBench({ DATABASE_URL: 'mysql://u@h/x' }, { environment: { PATH: searchPath } })
    await expect(bad.prepare(sql('select 1'))).rejects.toThrow(/not the address of a database/)
  })
})
