const frontmatter = (title: string): string => `---
id: CR-001
title: ${title}
inputs:
  EFFECTS: { type: path }
---

# ${title}
`

const act = (name: string): string => `
\`\`\`bash action
echo "${name} $RUNBOOK_ATTEMPT" >> "$EFFECTS"
\`\`\`
`

const verify = (script: string): string => `
\`\`\`bash verify
${script}
\`\`\`
`

/** A runbook whose every action leaves a line, the lines that one run must leave, and the answers that it needs. */
export interface CrashRunbook {
  readonly text: string
  readonly effects: readonly string[]
  /** The lines may come in any order. */
  readonly anyOrder?: true
  readonly answers?: {
    readonly yes?: boolean
    readonly confirm?: Readonly<Record<string, string>>
    readonly choose?: Readonly<Record<string, string>>
    readonly recover?: readonly string[]
  }
}

/** The shapes that are killed at every point: one for each thing that can stand open. */
export const crashRunbooks: Readonly<Record<string, CrashRunbook>> = {
  command: {
    text: `${frontmatter('One command')}
## Do it
${act('done')}${verify('test -s "$EFFECTS"')}`,
    effects: ['done 1'],
  },
  polling: {
    text: `${frontmatter('A verification that is polled')}
## Do it
${act('done')}
\`\`\`bash verify
echo "poll" >> "$EFFECTS.polls"
wc -l < "$EFFECTS.polls"
\`\`\`

\`\`\`expect within=20s every=100ms
value >= 2
\`\`\`
`,
    effects: ['done 1'],
  },
  gate: {
    text: `${frontmatter('Two gates')}
## Restart it

> [!WARNING]
> Restarts the service.
${act('restarted')}
## Destroy it

> [!CAUTION]
> Drops \`everything\`.
${act('destroyed')}`,
    effects: ['restarted 1', 'destroyed 1'],
    answers: { yes: true, confirm: { 'destroy-it': 'everything' } },
  },
  branch: {
    text: `${frontmatter('A decision')}
## Which way?

\`\`\`bash ask
echo left
\`\`\`

- **output contains "left"** → [Go left](#go-left)
- **otherwise** → [Go right](#go-right)

---

## Go left
${act('left')}
---

## Go right
${act('right')}`,
    effects: ['left 1'],
  },
  rollback: {
    text: `${frontmatter('A rollback')}
## Change it
${act('changed')}${verify('grep -q put-back "$EFFECTS"')}
\`\`\`bash rollback
echo "put-back $RUNBOOK_ATTEMPT" >> "$EFFECTS"
\`\`\`

**If it fails** → [Leave it](#leave-it)

---

## Leave it
${act('left')}`,
    effects: ['changed 1', 'put-back 1', 'left 1'],
    answers: { recover: ['roll-back', 'follow'] },
  },
  'side by side': {
    text: `${frontmatter('Checks side by side, and the way back')}
## Look

**Side by side**

\`\`\`bash read
echo "one $RUNBOOK_ATTEMPT" >> "$EFFECTS"
\`\`\`

\`\`\`bash read
echo "two $RUNBOOK_ATTEMPT" >> "$EFFECTS"
\`\`\`

## Tell

\`\`\`text message
All is well.
\`\`\`

## Change it
${act('changed')}${verify('false')}
\`\`\`bash rollback
echo "put-back $RUNBOOK_ATTEMPT" >> "$EFFECTS"
\`\`\`

**If it fails** undo, then → [Leave it](#leave-it)

---

## Leave it
${act('left')}`,
    effects: ['changed 1', 'left 1', 'one 1', 'put-back 1', 'two 1'],
    anyOrder: true,
    answers: { recover: ['follow'] },
  },
}
