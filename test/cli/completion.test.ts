import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Place } from '../helpers/cli.ts'
import { oneStep } from './fixtures.ts'

let place: Place

beforeAll(async () => {
  place = new Place()
  place.write('fails.md', oneStep('ONE-004', '```bash read\nfalse\n```'))
  await place.run(['run', 'ONE-004'])
})
afterAll(() => place.close())

/** What the script of a shell gets at TAB behind these words: a word a line, and what it means. */
async function offered(...words: string[]): Promise<string[]> {
  const { stdout, stderr } = await place.run(['complete', '--', ...words, ''])
  expect(stderr).toBe('')
  return stdout.split('\n').filter((line) => line.includes('\t'))
}

describe('completion', () => {
  it('knows the runbooks of the library', async () => {
    expect(await offered('run')).toEqual([expect.stringMatching(/^ONE-004\t/)])
  })

  it('knows the runs: those that can go on, and for a report all', async () => {
    const [run = ''] = await offered('report')
    expect(run).toMatch(/^ONE-004-\d{8}-\d{4}-\w{4}\t/)
    expect(await offered('runs', 'show')).toEqual([run])
    expect(await offered('resume')).toEqual([run])
    const stopped = await place.run(['stop', run.split('\t')[0] ?? '', '--reason', 'over'])
    expect(stopped.stderr).not.toContain('error')
    expect(await offered('resume')).toEqual([])
    expect(await offered('report')).toHaveLength(1)
  })

  it('knows labs and schemas', async () => {
    expect(await offered('lab', 'up')).toContain('memory-service\tstand-in service')
    expect(await offered('schema')).toContain('drill\t')
  })

  it('says nothing where there is nothing', async () => {
    const environment = { RUNBOOK_LIBRARY: 'nowhere' }
    const { status, stdout } = await place.run(['complete', '--', 'run', ''], { environment })
    expect({ status, words: stdout.includes('\t') }).toEqual({ status: 0, words: false })
  })
})
