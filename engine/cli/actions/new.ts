import { existsSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import GithubSlugger from 'github-slugger'
import { packageRoot } from '../../library/installation.ts'
import { makeFolders } from '../../library/folder.ts'
import { yamlText } from '../../yaml-text.ts'
import { UserError, exit } from '../exit.ts'
import type { Settings } from '../settings.ts'
import { openWorkbench } from '../workbench.ts'

/** Writes `<library>/<service>/<id>-<title>.md` and prints its path. @throws UserError when the id or the file is taken. */
export async function create(
  id: string,
  options: { title: string; service?: string },
  settings: Settings,
): Promise<void> {
  const workbench = openWorkbench(settings)
  checkNames(id, options.title, options.service)
  refuseBundled(workbench.library.folder)
  const taken = (await workbench.catalog()).find((entry) => entry.id.toLowerCase() === id.toLowerCase())
  if (taken !== undefined)
    throw new UserError(`the id \`${id}\` is taken by ${taken.path}`, { help: 'choose another id' })
  const folder = join(workbench.library.folder, options.service ?? '')
  const slug = new GithubSlugger().slug(`${id} ${options.title}`)
  const file = join(folder, `${slug}.md`)
  if (existsSync(file))
    throw new UserError(`${relative('.', file)} exists already`, { help: 'choose another title' })
  makeFolders(folder, 0o777)
  writeFileSync(file, template(id, options.title, options.service ?? 'my-service'), { flag: 'wx' })
  process.stdout.write(`${relative('.', file)}\n`)
  if (!settings.quiet) process.stderr.write(`edit it, then: runbook validate ${relative('.', file)}\n`)
  process.exitCode = exit.ok
}

/** Ids and folders are typed, linked and made part of file names; a title is a heading. */
function checkNames(id: string, title: string, service: string | undefined): void {
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(id))
    throw new UserError(`\`${id}\` cannot be an id`, {
      help: 'use letters, digits, `-`, `_` and `.`, such as `DB-001`',
    })
  if (title.trim() === '' || /[\r\n]/.test(title))
    throw new UserError('a title is one line of text', { help: 'say in a few words what is wrong' })
  if (service !== undefined && !/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(service))
    throw new UserError(`\`${service}\` cannot be a service`, {
      help: 'use letters, digits, `-`, `_` and `.`: it becomes a folder of the library',
    })
}

/** What came along with the program is replaced by the next version of it. */
function refuseBundled(folder: string): void {
  if (folder !== join(packageRoot, 'runbooks') || process.cwd().startsWith(packageRoot)) return
  throw new UserError('there is no library of yours here', {
    help: 'make one with `runbook init`, or name one with `--library DIR`',
  })
}

/** A runbook that validates and runs as it stands, and shows each part once. */
export function template(id: string, title: string, service: string): string {
  return `---
id: ${yamlText(id)}
title: ${yamlText(title)}
summary: Say in one sentence what this mends and how.
service: ${yamlText(service)}
severity: P2
mttr: 30m
owner: my team
symptoms: [what people see when ${id} is needed]
inputs:
  FILE: { type: path, default: /tmp/${id.toLowerCase()}.txt, description: A file that stands for your system. }
escalate: { after: 30m, to: Team lead }
---

# ${title}

What is going on, in two or three sentences, for somebody who was asleep a minute ago.

## Is it really broken?

\`\`\`bash ask
test -e "$FILE"
\`\`\`

- **exit 0** → **resolved**
- **otherwise** → [Mend it](#mend-it)

---

## Mend it

> [!WARNING]
> Say what the action costs: who notices, and for how long.

**Action**

\`\`\`bash action
date > "$FILE"
\`\`\`

**Verification** The file is there and is not empty.

\`\`\`bash verify
wc -c < "$FILE"
\`\`\`

\`\`\`expect within=30s every=5s
value > 0
\`\`\`

**Rollback**

\`\`\`bash rollback
rm -f "$FILE"
\`\`\`

**If it fails** → **escalate** to Team lead
`
}
