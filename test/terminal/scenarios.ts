import { changing, drain, frontmatter, oneStep } from '../cli/fixtures.ts'

/** One question that a scenario comes to, and what is answered. */
export interface Step {
  /** Words of ours above the question; the same ones may come several times in a scenario. */
  readonly asked: string
  /** The prompt, as both forms begin it. */
  readonly prompt: string
  /** A key that answers where keys answer; `line`: where a line is typed. */
  readonly key?: string
  /** The key answers in one stroke in both forms; others are a line in the form that prints lines. */
  readonly menu?: true
  readonly line?: string
  /** Files that are made before the answer, in the folder of the run. */
  readonly makes?: readonly string[]
}

/** One start of the program: what is asked in it, how it ends, and what it says. */
export interface Start {
  readonly words: readonly string[]
  readonly steps: readonly Step[]
  readonly status: number
  readonly says: readonly RegExp[]
}

/** What a person goes through, whatever form the terminal has. */
export interface Scenario {
  readonly title: string
  readonly starts: readonly Start[]
  /** The same where nobody can answer: flags say what can be said ahead of time. */
  readonly pipe?: Omit<Start, 'steps'>
  /** Files that stand there in the end, and what they hold; `undefined`: none. */
  readonly leaves?: Readonly<Record<string, string | undefined>>
  readonly pipeLeaves?: Readonly<Record<string, string | undefined>>
}

const escalating = 'inputs:\n  SIZE: { type: integer, default: "3" }\nescalate: { to: Orders lead }\n'

const failing = changing('test -e mended', escalating)

const people = `${frontmatter('PEO-001', 'People')}
## Before

- [ ] Tell the team
- [ ] Open the bridge

## By hand

**Action** Turn the key.

## The other one

**Run** → [the other](other.md)
`

const message = `${frontmatter('MSG-001', 'Tell people')}
## Update

**Message** to the channel.

\`\`\`text message
$RUNBOOK_SEVERITY: workers are down.
\`\`\`
`

const cause = `${frontmatter('CAU-001', 'Too much load')}
## Is the load high?

\`\`\`bash ask
test -e mended && echo 1 || echo 5
\`\`\`

- **value > 3** → [Shed load](#shed-load)
- **otherwise** → **resolved**

## Shed load

\`\`\`bash action
touch shed
\`\`\`

\`\`\`bash verify
test -e mended
\`\`\`
`

const reminded = `${frontmatter('REM-001', 'Remind')}
**Every 1s** Post an update.

## Look

\`\`\`bash read
sleep 1.6
\`\`\`
`

/** What stands in the library and in the folder of every scenario. */
export const library: Readonly<Record<string, string>> = {
  'queue.md': drain,
  'failing.md': failing,
  'people.md': people,
  'other.md': oneStep('OTHER-001', '```bash read\necho from the other\n```'),
  'message.md': message,
  'reminded.md': reminded,
  'cause.md': cause,
  'slow.md': oneStep('SLOW-001', '```bash read\necho begun; while ! test -e go; do sleep 0.05; done\n```'),
}

const proposal = { asked: 'decide: Are the workers alive?', prompt: 'take the proposed branch?' }
const warning = { asked: 'WARNING in Start more workers', prompt: 'go ahead?' }
const caution = { asked: 'CAUTION in Stop the queue', prompt: 'the text above, or n to refuse:' }
const chosen = ['--choose', 'are-the-workers-alive=value < 3']
const refused = { asked: 'the gate was refused: how to go on?', prompt: 'one key:', menu: true } as const
const failed = {
  asked: 'the verification did not hold: how to go on?',
  prompt: 'one key:',
  menu: true,
} as const
const unanswered = { words: ['run', 'FAIL-001'], status: 1, says: [/nobody could say how to go on/] } as const

export const scenarios: readonly Scenario[] = [
  {
    title: 'a whole run, from the proposal through a gate to resolved',
    starts: [
      {
        words: ['run', 'QUE-001'],
        steps: [
          { ...proposal, key: 'y' },
          { ...warning, key: 'y' },
        ],
        status: 0,
        says: [/the conditions propose 2/, /✓ holds +expected value is 1 · actual 1/, /^resolved$/m],
      },
    ],
    pipe: { words: ['run', 'QUE-001', '--yes'], status: 0, says: [/^resolved$/m] },
    leaves: { workers: 'started\n' },
    pipeLeaves: { workers: 'started\n' },
  },
  {
    title: 'a warning that is refused, and passed when it is asked again',
    starts: [
      {
        words: ['run', 'QUE-001', ...chosen],
        steps: [
          { ...warning, key: 'n' },
          { ...refused, key: 'r' },
          { ...warning, key: 'y' },
        ],
        status: 0,
        says: [/tried again/, /^resolved$/m],
      },
    ],
    pipe: { words: ['run', 'QUE-001'], status: 3, says: [/nobody confirmed the gate/] },
    leaves: { workers: 'started\n' },
    pipeLeaves: { workers: undefined },
  },
  {
    title: 'a decision that is overruled, and a caution that wants its own text',
    starts: [
      {
        words: ['run', 'QUE-001'],
        steps: [
          { ...proposal, key: '3' },
          { asked: 'decide:', prompt: 'why not the proposed branch?', line: 'the count is wrong' },
          { ...caution, line: 'y' },
          { asked: 'that is not the framed text', prompt: caution.prompt, line: 'n' },
          { ...refused, key: 'r' },
          { ...caution, line: 'orders-queue' },
        ],
        status: 0,
        says: [/instead of “value < 3”, because: the\s+count is wrong/, /refused the gate/],
      },
    ],
    pipe: {
      words: ['run', 'QUE-001', '--choose', 'are-the-workers-alive=value is 0', '--yes'],
      status: 3,
      says: [/nobody confirmed the gate/],
    },
    leaves: { queue: 'stopped\n' },
    pipeLeaves: { queue: undefined },
  },
  {
    title: 'an edit with its difference, and a failure that is tried again once it is mended',
    starts: [
      {
        words: ['run', 'FAIL-001'],
        steps: [{ ...failed, key: 'r', makes: ['mended'] }],
        status: 0,
        says: [/│ -workers = 1\n.*│ \+workers = 2/, /expected exit 0, actual exit 1/, /^resolved$/m],
      },
    ],
    pipe: unanswered,
    leaves: { 'settings.toml': 'workers = 2\n' },
  },
  {
    title: 'a failure after which an input is changed, and the rest skipped with a reason',
    starts: [
      {
        words: ['run', 'FAIL-001'],
        steps: [
          { ...failed, key: 'e' },
          { asked: 'SIZE=3', prompt: 'NAME=VALUE:', line: 'SIZE=x' },
          { asked: 'that value is not a whole number', prompt: 'NAME=VALUE:', line: 'SIZE=4' },
          { ...failed, key: 'k' },
          { asked: 'with SIZE = 4', prompt: 'why skip?', line: 'it is known' },
        ],
        status: 0,
        says: [/because: it is known/, /1 failure was skipped/],
      },
    ],
  },
  {
    title: 'a failure that is rolled back, a shell that is opened, and a run that is stopped',
    starts: [
      {
        words: ['run', 'FAIL-001'],
        steps: [
          { ...failed, key: 'b' },
          { ...failed, key: '!' },
          { asked: '`exit` comes back to the run', prompt: '', line: 'echo size $SIZE; exit 3' },
          { asked: 'size 3', prompt: 'one key:', menu: true, key: 'q' },
          { asked: 'how to go on?', prompt: 'why stop?', line: 'enough' },
        ],
        status: 6,
        says: [/rolled back/, /stopped: enough/],
      },
    ],
    pipe: { ...unanswered, words: ['run', 'FAIL-001', '--non-interactive'], status: 1, says: [/failed/] },
    leaves: { 'settings.toml': 'workers = 1\n' },
  },
  {
    title: 'a failure after which the diagnosis is run again, and leads elsewhere',
    starts: [
      {
        words: ['run', 'CAU-001', '--choose', 'is-the-load-high=value > 3'],
        steps: [
          { ...failed, key: 'd', makes: ['mended'] },
          { asked: 'the conditions now choose', prompt: 'one key:', menu: true, key: 'r' },
        ],
        status: 0,
        says: [
          /question once more, beside the run/,
          /the conditions now choose “otherwise” → resolved, “value > 3” was\s+taken/,
          /^resolved$/m,
        ],
      },
    ],
    leaves: { shed: '' },
  },
  {
    title: 'a failure that is escalated, to a level and a person',
    starts: [
      {
        words: ['run', 'FAIL-001'],
        steps: [
          { ...failed, key: 'x' },
          { asked: '1  Orders lead', prompt: 'escalate to whom? (Enter: as named above)', line: '1' },
          { asked: 'the runbook names', prompt: 'which person was told?', line: 'Anna' },
        ],
        status: 5,
        says: [/escalated to Orders lead/],
      },
    ],
  },
  {
    title: 'a failure at which a run is suspended with a note, which the next one sees',
    starts: [
      {
        words: ['run', 'FAIL-001'],
        steps: [
          { ...failed, key: 's' },
          { asked: 'how to go on?', prompt: 'note for whoever goes on', line: 'after lunch' },
        ],
        status: 4,
        says: [/│ after lunch/],
      },
      {
        words: ['resume'],
        steps: [
          { ...failed, key: 'q' },
          { asked: '│ after lunch', prompt: 'why stop?', line: 'enough' },
        ],
        status: 6,
        says: [/note:\n +│ after lunch/, /done so far:/],
      },
    ],
  },
  {
    title: 'a checklist, a step by hand, and a call',
    starts: [
      {
        words: ['run', 'PEO-001'],
        steps: [
          { asked: '[ ] Tell the team', prompt: 'done?', key: 'y' },
          { asked: '[ ] Open the bridge', prompt: 'done?', key: 'y' },
          { asked: 'do this by hand:', prompt: 'how did it go?', key: 'd' },
        ],
        status: 0,
        says: [/│ Turn the key\./, /│ from the other/, /^resolved$/m],
      },
    ],
    pipe: {
      words: ['run', 'PEO-001', '--tick', 'before', '--done', 'by-hand'],
      status: 0,
      says: [/│ from the other/],
    },
  },
  {
    title: 'a message that is kept as it stands',
    starts: [
      {
        words: ['run', 'MSG-001'],
        steps: [{ asked: 'P2: workers are down.', prompt: 'one key:', menu: true, key: 'k' }],
        status: 0,
        says: [/│ P2: workers are down\./, /^resolved$/m],
      },
    ],
    pipe: { words: ['run', 'MSG-001'], status: 0, says: [/│ P2: workers are down\./] },
  },
  {
    title: 'a reminder while a command runs',
    starts: [
      { words: ['run', 'REM-001'], steps: [], status: 0, says: [/time: Post an update\./, /^resolved$/m] },
    ],
    pipe: { words: ['run', 'REM-001'], status: 0, says: [/time: Post an update\./] },
  },
  {
    title: 'Ctrl-C while a command runs: on, once more, and twice',
    starts: [
      {
        words: ['run', 'SLOW-001'],
        steps: [
          { asked: '│ begun', prompt: '', key: 'C-c' },
          { asked: 'interrupted: what now?', prompt: 'one key:', menu: true, key: 'g' },
          { asked: '→ it goes on', prompt: '', key: 'C-c' },
          { asked: 'interrupted: what now?', prompt: 'one key:', menu: true, key: 'C-c' },
        ],
        status: 130,
        says: [/suspended: the operator pressed Ctrl-C twice/],
      },
    ],
  },
]
