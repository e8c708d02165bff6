import { describe, expect, test } from 'vitest'
import { parseRunbook } from '../../engine/parse/index.ts'
import { found, head } from './read.ts'

const step = '## Do\n\n```bash read\ntrue\n```\n'
const front = (lines: string) => `---\nid: T-1\n${lines}\n---\n\n# Title\n\n${step}`
const page = (body: string) => head + body

/** A text, and what is found in it: code and the marked characters. */
const cases: [string, string, string[]][] = [
  ['no frontmatter', `# Title\n\n${step}`, ['missing-frontmatter: ']],
  [
    'frontmatter without an end',
    `---\nid: T-1\n\n# Title\n`,
    ['missing-frontmatter: ---', 'empty-runbook: # Title'],
  ],
  ['not YAML', `---\nid: [T-1\n---\n\n# Title\n\n${step}`, ['bad-yaml: ']],
  ['an alias', front('owner: &a x\nservice: *a'), ['bad-yaml: *a']],
  ['no id', `---\ntitle: A\n---\n\n# Title\n\n${step}`, ['missing-key: ']],
  ['a key twice', front('owner: a\nowner: b'), ['duplicate-key: owner']],
  ['an unknown key', front('sevrity: P1'), ['unknown-key: sevrity']],
  [
    'an unknown key of an input',
    front('inputs:\n  API: { type: url, defualt: x }'),
    ['unknown-key: defualt'],
  ],
  ['a bad severity', front('severity: P7'), ['bad-value: P7']],
  ['a duration without a unit', front('mttr: 30'), ['bad-value: 30']],
  ['a bad date', front('reviewed: 2026-02-30'), ['bad-value: 2026-02-30']],
  ['a bad input type', front('inputs:\n  API: { type: uri }'), ['bad-value: uri']],
  ['an input in lower case', front('inputs:\n  api: { type: url }'), ['bad-value: api']],
  [
    'an input that would change how commands run',
    front('inputs:\n  LD_PRELOAD: { type: path }'),
    ['bad-value: LD_PRELOAD'],
  ],
  [
    'a secret with a default',
    front('inputs:\n  TOKEN: { type: secret, default: "12345678" }'),
    ['bad-value: "12345678"'],
  ],
  [
    'a pattern that cannot be matched',
    front('inputs:\n  JOB: { type: string, pattern: "(?=a)" }'),
    ['bad-value: "(?=a)"'],
  ],
  ['a choice without choices', front('inputs:\n  KIND: { type: choice }'), ['missing-key: KIND']],
  [
    'a default that is no choice',
    front('inputs:\n  KIND: { type: choice, choices: [a, b], default: c }'),
    ['bad-value: c'],
  ],
  ['escalate without to', front('escalate: { after: 5m }'), ['missing-key: escalate']],
  ['no title', `---\nid: T-1\n---\n\n${step}`, ['missing-title: ']],
  ['nothing to do', page('Only prose.\n'), ['empty-runbook: # Title']],
  [
    'a block above the headings',
    `---\nid: T-1\n---\n\n\`\`\`bash read\ntrue\n\`\`\`\n\n# Title\n\n${step}`,
    ['misplaced-block: ```bash read'],
  ],
  [
    'a block after a break',
    page(`${step}\n---\n\n\`\`\`bash action\ntrue\n\`\`\`\n`),
    ['misplaced-block: ```bash action'],
  ],
  [
    'a block in a quote',
    page(`${step}\n> \`\`\`bash read\n> true\n> \`\`\`\n`),
    ['misplaced-block: ```bash read'],
  ],
  [
    'a check that is tried first, above its action',
    page(`## Do\n\n\`\`\`bash verify first\ntrue\n\`\`\`\n\n\`\`\`bash action\ntrue\n\`\`\`\n`),
    ['misplaced-block: first'],
  ],
  ['a heading made by a break', page(`${step}\nSome text\n---\n`), ['setext-break: ---']],
  [
    'a task list beside branches',
    page(`${step.replace('read', 'ask')}\n- **exit 0** → **stop**\n\nAnd:\n\n- [ ] a\n`),
    ['mixed-section: - [ ] a'],
  ],
  [
    'an action in a decision',
    page(`## D\n\n- **yes** → **stop**\n\n\`\`\`bash action\ntrue\n\`\`\`\n`),
    ['mixed-section: ```bash action'],
  ],
  [
    'two asks',
    page('## D\n\n```bash ask\na\n```\n\n```bash ask\nb\n```\n\n- **exit 0** → **stop**\n'),
    ['mixed-section: ```bash ask'],
  ],
  [
    'a block in a checklist',
    page('## C\n\n- [ ] a\n\n```bash read\nb\n```\n'),
    ['mixed-section: ```bash read'],
  ],
  [
    'an alert with text beside it',
    page(`## Do\n\n> [!WARNING] careful\n\n\`\`\`bash action\ntrue\n\`\`\`\n`),
    ['misplaced-alert: > [!WARNING] careful'],
  ],
  [
    'an alert in a list',
    page(`## Do\n\n- one\n\n  > [!CAUTION]\n  > careful\n\n  \`\`\`bash action\n  true\n  \`\`\`\n`),
    ['misplaced-alert: > [!CAUTION]'],
  ],
  [
    'an alert below all actions',
    page(`${step.replace('read', 'action')}\n> [!WARNING]\n> careful\n`),
    ['misplaced-alert: > [!WARNING]'],
  ],
  ['an unknown role', page(step.replace('read', 'acton')), ['unknown-role: acton']],
  ['an option without a role', page(step.replace('read', 'timeout=5s')), ['unknown-role: timeout=5s']],
  ['an unknown option', page(step.replace('read', 'read timeot=5s')), ['unknown-option: timeot']],
  ['an option of another role', page(step.replace('read', 'read first')), ['unknown-option: first']],
  ['within on a block', page(step.replace('read', 'read within=5s')), ['unknown-option: within']],
  ['an unknown language', page(step.replace('bash read', 'shell read')), ['unknown-language: shell']],
  ['a role without a language', page(step.replace('bash read', 'read')), ['unknown-language: read']],
  ['a bad option', page(step.replace('read', 'read timeout=soon')), ['bad-option: soon']],
  ['an option twice', page(step.replace('read', 'read retries=1 retries=2')), ['bad-option: retries=2']],
  ['write without a file', page(step.replace('bash read', 'text write')), ['bad-option: write']],
  [
    'a label that is none',
    page('## Do\n\n**Action:** Call somebody.\n\n```bash read\ntrue\n```\n'),
    ['unknown-label: **Action:**'],
  ],
  [
    'a label against a role',
    page('## Do\n\n**Rollback**\n\n```bash action\ntrue\n```\n'),
    ['label-against-role: action'],
  ],
  [
    'an expectation of nothing',
    page(`${step}\nProse.\n\n\`\`\`expect\nexit 0\n\`\`\`\n`),
    ['misplaced-expectation: ```expect'],
  ],
  [
    'an expectation of a sample',
    page(`${step}\n\`\`\`bash\ntrue\n\`\`\`\n\n\`\`\`expect\nexit 0\n\`\`\`\n`),
    ['misplaced-expectation: ```expect'],
  ],
  ['a condition that is none', page(`${step}\n\`\`\`expect\nexits 0\n\`\`\`\n`), ['bad-expectation: exits']],
  ['an equals sign', page(`${step}\n\`\`\`expect\nvalue = 3\n\`\`\`\n`), ['bad-expectation: =']],
  [
    'a pattern that is none',
    page(`${step}\n\`\`\`expect\noutput matches /(a/\n\`\`\`\n`),
    ['bad-expectation: /(a/'],
  ],
  ['an empty expectation', page(`${step}\n\`\`\`expect\n\`\`\`\n`), ['bad-expectation: ```expect']],
  [
    'a sample that is no JSON',
    page(`${step}\n\`\`\`json expect\n{ a }\n\`\`\`\n`),
    ['bad-expectation: { a }'],
  ],
  ['a fence that never ends', page(`${step}\n\`\`\`bash\ntrue\n`), ['unclosed-fence: ```bash']],
  [
    'a fence beside its list item',
    page('## Do\n\n1. First\n\n  ```bash read\n  true\n  ```\n'),
    ['misindented-fence: ```bash read'],
  ],
  [
    'a fence too deep in its list item',
    page(`${step}\n- First\n\n      \`\`\`bash action\n      true\n      \`\`\`\n`),
    ['misindented-fence: ```bash action'],
  ],
  [
    'a fence that leaves its list item',
    page(`${step}\n- First\n\n  \`\`\`bash\ntrue\n\n\`\`\`\n\`\`\`\n`),
    ['misindented-fence: ```bash'],
  ],
  [
    'an arrow to nothing',
    page('## D\n\n- **yes** → somewhere\n- **no** → **stop**\n'),
    ['bad-branch: somewhere'],
  ],
  ['an item that is no branch', page('## D\n\n- **yes** → **stop**\n- no\n'), ['bad-branch: - no']],
  ['an unknown outcome', page('## D\n\n- **yes** → **resolve**\n'), ['bad-branch: **resolve**']],
  [
    'a branch to the web',
    page('## D\n\n- **yes** → [Wiki](https://example.org/)\n'),
    ['bad-branch: https://example.org/'],
  ],
  ['a condition without an ask', page('## D\n\n- **exit 0** → **stop**\n'), ['bad-branch: **exit 0**']],
  [
    'a branch that is no condition',
    page(`${step.replace('read', 'ask')}\n- **exit zero** → **stop**\n`),
    ['bad-branch: zero'],
  ],
  [
    'a bound in words',
    page(`${step}\n**If it fails** → [Do](#do) at most three times\n`),
    ['bad-branch: at most three times'],
  ],
  ['a Next without an arrow', page(`${step}\n**Next** [Do](#do)\n`), ['bad-branch: **Next**']],
  ['a Run of a section', page('## C\n\n**Run** → [Title](#title)\n'), ['bad-branch: #title']],
  [
    'a block in a branch',
    page('## D\n\n- **yes** → **stop**\n\n  ```bash action\n  true\n  ```\n'),
    ['misplaced-block: ```bash action'],
  ],
  [
    'a bidirectional mark in code',
    page(step.replace('true', 'true # \u202Eeslaf')),
    ['hidden-characters: \u202E'],
  ],
  ['a zero-width space in prose', page(`${step}\nA\u200Bb.\n`), ['hidden-characters: \u200B']],
]

describe('findings', () => {
  test.each(cases)('%s', (_, text, expected) => {
    expect(found(text).sort()).toEqual(expected.sort())
  })

  test('every finding says how to mend it, in one sentence', () => {
    for (const [, text] of cases) {
      for (const { message, help } of parseRunbook({ path: 'page.md', text }).diagnostics) {
        expect(message).toMatch(/^(?:[a-z`*]|`)[^\n]*[^.]$/)
        expect(help).toMatch(/\S/)
      }
    }
  })

  test('hidden characters are errors in code and warnings in prose', () => {
    const text = page(`${step.replace('true', 'tr\u200Bue')}\nA\u200Bb.\n`)
    const severities = parseRunbook({ path: 'page.md', text }).diagnostics.map(({ severity }) => severity)
    expect(severities).toEqual(['error', 'warning'])
  })

  test('a broken block keeps its section', () => {
    const { runbook } = parseRunbook({ path: 'page.md', text: page(step.replace('read', 'acton')) })
    expect(runbook.sections.map(({ id }) => id)).toEqual(['do'])
  })

  test('all findings of a file come at once, in the order of the text', () => {
    const text = front('severity: P7\nmttr: 5').replace('bash read', 'bsh read nope')
    expect(found(text)).toEqual(['bad-value: P7', 'bad-value: 5', 'unknown-language: bsh'])
  })
})
