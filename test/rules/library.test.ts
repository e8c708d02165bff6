import { describe, expect, test } from 'vitest'
import { parseRunbook } from '../../engine/parse/index.ts'
import { checkLibrary } from '../../engine/rules/library.ts'

const one = runbook('one.md', 'EX-001', '**Run** → [Two](two.md#look)')
const two = runbook('two.md', 'EX-002', '**Action** Look around.')

function runbook(path: string, id: string, section: string) {
  return parseRunbook({ path, text: `---\nid: ${id}\n---\n\n# ${id}\n\n## Look\n\n${section}\n` }).runbook
}

const messages = (...given: Parameters<typeof checkLibrary>): string[] =>
  checkLibrary(...given).map((finding) => finding.message)

describe('runbooks together', () => {
  test('a link to a runbook among them, and to a section of it, is good', () => {
    expect(messages([one, two])).toEqual([])
  })

  test('a file that is nowhere is unknown; one that is there is believed', () => {
    expect(messages([one])).toEqual(['there is no runbook at `two.md`'])
    expect(messages([one], { isFile: (path) => path === 'two.md' })).toEqual([])
  })

  test('a section that the other page does not have is unknown, and the nearest is suggested', () => {
    const wrong = runbook('one.md', 'EX-001', '**Run** → [Two](two.md#loook)')
    const [finding] = checkLibrary([wrong, two])
    expect(finding?.message).toBe('`two.md` has no section called `loook` to start at')
    expect(finding?.help).toBe('did you mean `#look`?')
    expect(finding?.related?.[0]?.path).toBe('two.md')
  })

  test('a near file name is suggested', () => {
    const wrong = runbook('one.md', 'EX-001', '**Run** → [Two](twoo.md)')
    expect(checkLibrary([wrong, two])[0]?.help).toBe('did you mean `two.md`?')
  })

  test('ids are compared without letter case, and both places are shown', () => {
    const [finding, ...others] = checkLibrary([two, runbook('three.md', 'ex-002', '**Action** Look.')])
    expect(others).toEqual([])
    expect(finding).toMatchObject({ code: 'duplicate-id', path: 'three.md', related: [{ path: 'two.md' }] })
  })
})
