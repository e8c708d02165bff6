import { describe, expect, test } from 'vitest'
import { findingsIn } from './page.ts'

const head = '---\nid: EX-001\ntitle: Example\n---\n\n'
const destroys = '```bash action\nrm -rf /scratch\n```'
const proves =
  '**Verification**\n\n```bash verify\ntest ! -e /scratch\n```\n\n**Rollback** It cannot be undone.\n'
const ignore = '<!-- runbook-ignore ungated-destruction: the disk is wiped every night -->'

async function codes(text: string): Promise<string[]> {
  return (await findingsIn([{ path: 'a.md', text }])).map(({ code }) => code)
}

const page = (section: string, above = ''): string =>
  `${head}${above}# Example\n\n## Clear\n\n${section}\n\n${proves}`

describe('a silence', () => {
  test.each([
    ['right above a fence', page(`${ignore}\n\n${destroys}`)],
    ['without an empty line', page(`${ignore}\n${destroys}`)],
    ['above another silence', page(`${ignore}\n\n<!-- a remark -->\n\n${destroys}`)],
    ['above the title', page(destroys, `${ignore}\n\n`)],
    ['inside a list', page(`- Clear:\n\n  ${ignore}\n\n  ${destroys.replaceAll('\n', '\n  ')}`)],
  ])('%s is heard', async (_where, text) => {
    expect(await codes(text)).toEqual([])
  })

  test.each([
    ['below the fence', page(`${destroys}\n\n${ignore}`)],
    ['above a text that stands between', page(`${ignore}\n\nFirst this.\n\n${destroys}`)],
  ])('%s is not, and said to be idle', async (_where, text) => {
    expect((await codes(text)).sort()).toEqual(['idle-silence', 'ungated-destruction'])
  })

  test('inside a fence or in back-ticks is text', async () => {
    const shown = page(`\`${ignore}\`\n\n\`\`\`text\n${ignore}\n\`\`\`\n\n${destroys}`)
    expect(await codes(shown)).toEqual(['ungated-destruction'])
  })

  test('cannot hide an error without whose repair nothing could run', async () => {
    const text = page(`<!-- runbook-ignore unknown-role: we like it -->\n\n\`\`\`bash raed\ntrue\n\`\`\``)
    expect(await codes(text)).toEqual(['bad-silence', 'unknown-role'])
  })

  test.each(['hard-coded-host, ungated-destruction', 'ungated-destruction hard-coded-host'])(
    'about two rules (%s) is told so, and changed by nobody',
    async (named) => {
      const text = page(`<!-- runbook-ignore ${named}: both -->\n\n${destroys}`)
      const [told] = (await findingsIn([{ path: 'a.md', text }])).filter(({ code }) => code === 'bad-silence')
      expect(told?.message).toBe('a silence answers one rule, and this names more')
      expect(told?.fix).toBeUndefined()
    },
  )

  test('is shown to nobody', async () => {
    const { parseRunbook } = await import('../../engine/parse/index.ts')
    const { runbook } = parseRunbook({ path: 'a.md', text: page(`Read this.\n\n${ignore}\n\n${destroys}`) })
    expect(JSON.stringify(runbook.sections)).not.toContain('runbook-ignore')
  })
})

describe('the configuration', () => {
  const config = (text: string) => ({ path: 'runbook.config.yaml', text })
  const runbook = { path: 'a.md', text: page(destroys) }

  test('makes a finding a warning, or nothing', async () => {
    const warned = await findingsIn([runbook, config('rules: { ungated-destruction: warning }')])
    expect(warned.map(({ code, severity }) => [code, severity])).toEqual([['ungated-destruction', 'warning']])
    expect(await findingsIn([runbook, config('rules: { ungated-destruction: off }')])).toEqual([])
  })

  test.each([
    ['a list', '- one\n', 'configuration is a list of `key: value` lines'],
    ['broken YAML', 'rules: {', 'this is not YAML: '],
    ['a key of another name', 'rule: {}', '`rule` is not a key of the configuration'],
    [
      'an environment without a list',
      'environments: { prod: { hosts: db } }',
      'bad value for `hosts`: expected a list such as `[one, two]`',
    ],
    ['a number that is too small', 'clicks: -1', 'bad value for `clicks`: expected at least 1'],
    ['a part of a number', 'clicks: 2.5', 'bad value for `clicks`: expected a whole number'],
    ['an item of a list', 'alerts: { urls: [x] }', 'bad value in `urls`: expected a URL'],
  ])('that is %s is found, and the rest counts', async (_what, text, message) => {
    const found = (await findingsIn([runbook, config(text)])).filter(({ code }) => code === 'bad-config')
    expect(found.length).toBe(1)
    expect(found[0]?.message).toContain(message)
  })

  test.each([
    ['- one\n', 'write `clicks: 3`'],
    ['clicks: "3"', 'write `3` without quotes'],
    ['shellcheck: yes', 'write `true`'],
    ['rules: { nonsense: off }', 'write the code of a rule, as its page is called'],
    ['clicks: 1\nclicks: 2', 'delete one of the two'],
    ['rules: {', 'write `key: value` lines; put texts with special characters in quotes'],
  ])('%j: the repair fits', async (text, help) => {
    expect((await findingsIn([runbook, config(text)])).find(({ code }) => code === 'bad-config')?.help).toBe(
      help,
    )
  })
})
