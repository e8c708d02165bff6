import { expect, test } from 'vitest'
import { repairs } from '../../engine/cli/validate/fix.ts'
import { findingsIn } from './page.ts'

const page = (frontmatter: string, body: string): string =>
  `---\nid: EX-001\ntitle: Example\n${frontmatter}---\n\n# Example\n\n## Is it up?\n\n${body}\n`

const step = '```bash read\ntrue\n```'
const branches = '- **otherwise** → **resolved**'

/** A page, and the same page with the edits of its one finding made. */
const typos: readonly [string, string, string][] = [
  ['key', page('sevrity: P1\n', step), page('severity: P1\n', step)],
  ['value', page('severity: SEV5\n', step), page('severity: SEV5\n', step)],
  ['role', page('', step.replace('read', 'raed')), page('', step)],
  ['language', page('', step.replace('bash', 'shell')), page('', step)],
  [
    'option',
    page('', step.replace('read', 'read timout=5s')),
    page('', step.replace('read', 'read timeout=5s')),
  ],
  [
    'condition',
    page('', `${step}\n\n\`\`\`expect\noutput includes "x"\n\`\`\``),
    page('', `${step}\n\n\`\`\`expect\noutput contains "x"\n\`\`\``),
  ],
  [
    'branch',
    page('', `${step.replace('read', 'ask')}\n\n- **exti 0** → **resolved**\n${branches}`),
    page('', `${step.replace('read', 'ask')}\n\n- **exit 0** → **resolved**\n${branches}`),
  ],
  ['outcome', page('', `${step}\n\n**Next** → **resolvd**`), page('', `${step}\n\n**Next** → **resolved**`)],
  ['anchor', page('', `See [it](#is-it-upp).\n\n${step}`), page('', `See [it](#is-it-up).\n\n${step}`)],
  [
    'input',
    page('inputs: { API: { type: url } }\n', step.replace('true', 'echo "${APi}"')),
    page('inputs: { API: { type: url } }\n', step.replace('true', 'echo "${API}"')),
  ],
  ['file', page('', '**Run** → [Two](./twoo.md#look)'), page('', '**Run** → [Two](./two.md#look)')],
  ['label', page('', `**look:**\n\n${step}`.replace('look', 'action')), page('', `**Action**\n\n${step}`)],
  ['section', page('', '**Run** → [Two](two.md#loook)'), page('', '**Run** → [Two](two.md#look)')],
]

const inputs = 'inputs: { DIR: { type: path } }\n'
const scripted = (script: string): string => step.replace('true', script)
const table = '| a | b |\n| - | - |\n'

const others: readonly [string, string, string][] = [
  ['an unquoted value', page(inputs, scripted('ls $DIR')), page(inputs, scripted('ls "$DIR"'))],
  [
    'a row without its last cell',
    page('', `${table}| 1 |\n\n${step}`),
    page('', `${table}| 1 |  |\n\n${step}`),
  ],
  [
    'an idle silence',
    page('', `<!-- runbook-ignore shell-hazard: x -->\n\n${step}`),
    page('', `\n\n${step}`),
  ],
  ['a first program', page('', scripted('jq .')), page('requires: [jq]\n', scripted('jq .'))],
  [
    'another program',
    page('requires: [curl]\n', scripted('jq .')),
    page('requires: [curl, jq]\n', scripted('jq .')),
  ],
  [
    'a program in an empty list',
    page('requires: []\n', scripted('jq .')),
    page('requires: [jq]\n', scripted('jq .')),
  ],
  [
    'a program in a list of lines',
    page('requires:\n  - curl\nseverity: P1\n', scripted('jq .')),
    page('requires:\n  - curl\n  - jq\nseverity: P1\n', scripted('jq .')),
  ],
]

test.each([...typos.map(([what, ...texts]) => [`a misspelt ${what}`, ...texts] as const), ...others])(
  '%s brings its repair',
  async (_what, text, repaired) => {
    const two = `---\nid: EX-002\n---\n\n# Two\n\n## Look\n\n${step}\n`
    const sources = [
      { path: 'one.md', text },
      { path: 'two.md', text: two },
    ]
    const findings = await findingsIn(sources)
    const edits = findings.flatMap(({ fix }) => fix ?? [])
    expect(edits.length).toBeLessThanOrEqual(1)
    const made = edits.reduce(
      (done, { span, text: put }) => done.slice(0, span.start) + put + done.slice(span.end),
      text,
    )
    expect(made).toBe(repaired)
  },
)

test('below a fence that is never closed nothing is repaired: its prose is taken for commands', async () => {
  const sources = [{ path: 'a.md', text: page('', '```bash read\nuptime\n\ngrafana shows the rest') }]
  const findings = await findingsIn(sources)
  expect(findings.flatMap(({ code, fix }) => (fix ? [code] : []))).toEqual(['missing-program'])
  expect(repairs(findings, sources)).toEqual([])
})
