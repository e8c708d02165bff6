import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Place } from '../helpers/cli.ts'
import { frontmatter } from './fixtures.ts'

const launcher = join(import.meta.dirname, '..', '..', 'bin', 'runbook.cjs')
let place: Place

beforeAll(() => {
  place = new Place()
  place.write(
    'drop.md',
    `${frontmatter('DRP-001', 'Drop')}\n## Drop\n\n\`\`\`sql action\ndrop table jobs;\n\`\`\`\n`,
  )
})
afterAll(() => place.close())

function built(...words: string[]) {
  const { status, stderr } = spawnSync(process.execPath, [launcher, ...words], {
    cwd: place.folder,
    env: place.environment,
    encoding: 'utf8',
  })
  return { status, stderr }
}

/** What the bundle does not hold is imported when it is needed; from a bundle that takes a way of its own. */
describe('the built program', () => {
  it('reads SQL with a parser that stands beside it, and says nothing else', () => {
    const { status, stderr } = built('validate', 'runbooks/drop.md')
    expect(status).toBe(1)
    expect(stderr).toMatch(/^(?:warning|error)\[/)
    expect(stderr).toContain('error[ungated-destruction]')
  })

  it('loads the program of a lab', () => {
    expect(built('lab', 'fault', 'memory-service', 'none-such')).toEqual({
      status: 2,
      stderr:
        'error: the lab `memory-service` has no fault `none-such`\n  = help: `runbook lab list` shows its faults\n',
    })
  })
})
