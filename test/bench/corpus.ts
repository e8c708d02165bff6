/** Runbooks of a wanted shape, the same bytes at each call. */

/** A plain runbook of about 8 KB, as long as the ones that people write: prose, steps, a decision, gates. */
export function ordinaryRunbook(id: string): string {
  const steps = Array.from({ length: 9 }, (_, index) => ordinaryStep(index + 1))
  return `${head(id, 'Ordinary trouble')}
# Ordinary trouble

What happens, and what it does to the people who use it. Nothing is lost while you read this.

${steps.join('\n')}
## Is it up?

\`\`\`bash ask timeout=10s
test -d "$FOLDER"
\`\`\`

- **exit 0** → **resolved**
- **otherwise** → **escalate** to Team lead
`
}

/** The same with numbers and words of its own, so that no two files of a library have a script in common. */
export function variedRunbook(id: string, seed: number): string {
  return ordinaryRunbook(id)
    .replaceAll(/\bstep (\d+)/g, (_, step: string) => `step ${seed}.${step}`)
    .replaceAll('The queue', `Queue ${seed}`)
    .replaceAll('Ordinary trouble', `Trouble ${seed}`)
}

function ordinaryStep(number: number): string {
  return `## Step ${number}

The queue holds what the workers have not yet taken. Look at how old its oldest job is before anything is
changed: a queue that is long and young is only busy, and one that is short and old is stuck. The
difference decides what follows, and whoever reads this at night should not have to remember it.

- a job older than an hour is stuck
- a worker that holds more than one job is a sign of the old release
- the number below is what the *dashboard* shows as **depth**

> [!WARNING]
> Writes a file; nobody notices.

**Action** Write down that step ${number} was reached.

\`\`\`bash action timeout=30s
echo "step ${number} at $(date +%s)" >> "$FOLDER/steps.log"
\`\`\`

**Verification** The line is there.

\`\`\`bash verify
grep -c "step ${number}" "$FOLDER/steps.log"
\`\`\`

\`\`\`expect
value > 0
\`\`\`

**Rollback**

\`\`\`bash rollback
sed -i '$d' "$FOLDER/steps.log"
\`\`\`
`
}

/** `count` steps of one \`true\` each, to count what the engine adds to a command. */
export function trivialSteps(id: string, count: number): string {
  const steps = Array.from(
    { length: count },
    (_, index) => `## Step ${index + 1}\n\n\`\`\`bash read\ntrue\n\`\`\`\n`,
  )
  return `${head(id, 'Trivial')}\n# Trivial\n\n${steps.join('\n')}`
}

/** One step that prints 50,000 lines a second until there is a file `stop`. */
export function floodingStep(id: string): string {
  return printing(id, 'until test -e stop; do seq -f "line %.0f of a flood" 1 500; sleep 0.01; done')
}

/** One step that prints so many lines as fast as it can. */
export function linesStep(id: string, lines: number): string {
  return printing(id, `seq ${lines}`)
}

/** One step that prints \`mebibytes\` MiB. */
export function loudStep(id: string, mebibytes: number): string {
  return printing(id, `head -c ${mebibytes}M /dev/zero | tr '\\0' 'x'`)
}

function printing(id: string, command: string): string {
  return `${head(id, 'Loud')}\n# Loud\n\n## Print\n\n\`\`\`bash read timeout=1h\n${command}\n\`\`\`\n`
}

function head(id: string, title: string): string {
  return `---
id: ${id}
title: ${title}
summary: Written by the benchmark.
service: bench
severity: P3
mttr: 30m
owner: nobody
inputs:
  FOLDER: { type: path, default: /tmp, description: Where it writes. }
escalate: { to: Team lead }
reviewed: 2026-11-20
review_every: 90d
---
`
}
