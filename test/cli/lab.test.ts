import { afterAll, describe, expect, test } from 'vitest'
import { Place } from '../helpers/cli.ts'

const place = new Place()
const lab = (...words: string[]) => place.run(['lab', ...words])

afterAll(async () => {
  await lab('down', 'memory-service')
  place.close()
})

describe('runbook lab', () => {
  test('starts a lab, shows it, breaks it and ends it', { timeout: 60_000 }, async () => {
    expect(await lab('status', 'memory-service')).toMatchObject({
      status: 1,
      stdout: '',
      stderr: 'lab memory-service is down\n',
    })
    const up = await lab('up', 'memory-service')
    expect(up).toMatchObject({ status: 0, stdout: '' })
    expect(up.stderr).toMatch(/^lab memory-service runs at http:\/\/127\.0\.0\.1:\d+\n$/)
    const shown = await lab('status', 'memory-service')
    expect(shown.stdout).toMatch(/METRICS_URL +http:\/\/127[^]*ADMIN_TOKEN +\(secret\)/)
    expect(await lab('fault', 'memory-service', 'process-down')).toMatchObject({
      status: 0,
      stderr: 'lab memory-service runs with the fault process-down\n',
    })
    const listed = JSON.parse((await place.run(['--json', 'lab', 'list'])).stdout) as { name: string }[]
    expect(listed.map(({ name }) => name)).toContain('engram')
    expect(listed.find(({ name }) => name === 'memory-service')).toMatchObject({
      running: true,
      fault: 'process-down',
    })
    expect(await lab('down', 'memory-service')).toMatchObject({
      status: 0,
      stderr: 'lab memory-service has ended\n',
    })
    expect(await lab('down', 'memory-service')).toMatchObject({
      status: 0,
      stderr: 'lab memory-service was down already\n',
    })
  })

  test('never prints a secret', { timeout: 60_000 }, async () => {
    const { stdout } = await place.run(['--json', 'lab', 'up', 'memory-service'])
    expect(JSON.parse(stdout)).toMatchObject({ secrets: ['ADMIN_TOKEN', 'TURSO_AUTH_TOKEN'], fault: null })
  })

  test.each([
    [['up', 'memory-servce'], 2, 'there is no lab `memory-servce`', 'did you mean `memory-service`?'],
    [
      ['up', 'memory-service:slow'],
      2,
      'the lab `memory-service` has no fault `slow`',
      'did you mean `slow-storage`?',
    ],
    [['up', '../x'], 2, 'there is no lab `../x`', '`runbook lab list` shows them'],
  ])('%j is refused', async (words, status, headline, help) => {
    const ended = await lab(...words)
    expect(ended).toMatchObject({ status, stdout: '' })
    expect(ended.stderr).toContain(headline)
    expect(ended.stderr).toContain(help)
  })

  test('a fault needs a lab that runs', async () => {
    await lab('down', 'memory-service')
    const ended = await lab('fault', 'memory-service', 'slow-storage')
    expect(ended.status).toBe(1)
    expect(ended.stderr).toContain('the lab `memory-service` is down')
    expect(ended.stderr).toContain('`runbook lab up memory-service`')
  })
})
