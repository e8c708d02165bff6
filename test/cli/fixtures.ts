/** The beginning of a runbook that runs; `more` are further frontmatter lines. */
export function frontmatter(id: string, title: string, more = ''): string {
  return `---
id: ${id}
title: ${title}
summary: A runbook for tests.
service: orders
severity: P2
mttr: 15m
owner: orders team
${more}reviewed: 2026-11-20
review_every: 90d
---

# ${title}
`
}

/** Looks, acts behind a warning, and proves it: the way that most runbooks go. */
export const drain = `${frontmatter(
  'QUE-001',
  'Queue does not drain',
  `inputs:
  DIR: { type: path, default: . }
escalate: { after: 15m, to: Orders lead }
`,
)}
Jobs wait; [nothing is lost](https://example.org/queue).

## Are the workers alive?

Count those that **report**.

\`\`\`bash ask
echo 2
\`\`\`

- **value is 0** → [Stop the queue](#stop-the-queue)
- **value < 3** → [Start more workers](#start-more-workers)
- **otherwise** → [Stop the queue](#stop-the-queue)

---

## Start more workers

> [!WARNING]
> Starts a worker, which takes memory.

**Action** One more is enough.

\`\`\`bash action
echo started >> "$DIR/workers"
\`\`\`

**Verification** It reports.

\`\`\`bash verify
wc -l < "$DIR/workers"
\`\`\`

\`\`\`expect
value is 1
\`\`\`

**Rollback**

\`\`\`bash rollback
rm "$DIR/workers"
\`\`\`

---

## Stop the queue

> [!CAUTION]
> Stops \`orders-queue\`: every job is refused.

**Action**

\`\`\`bash action
echo stopped >> "$DIR/queue"
\`\`\`

**Verification**

\`\`\`bash verify
test -f "$DIR/queue"
\`\`\`
`

/** One step with these blocks after its heading. */
export function oneStep(id: string, body: string, more = ''): string {
  return `${frontmatter(id, 'One step', more)}
## Do it

${body}
`
}

/** A step that changes a setting, which can be undone, and then asks `verify` whether that helped. */
export function changing(verify: string, more = ''): string {
  return oneStep(
    'FAIL-001',
    `**Action**

\`\`\`toml edit file=settings.toml
workers = 2
\`\`\`

**Verification**

\`\`\`bash verify
${verify}
\`\`\`
`,
    more,
  )
}
