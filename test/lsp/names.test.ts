import { expect, test } from 'vitest'
import type { Page } from '../../engine/lsp/features/page.ts'
import { renameAt } from '../../engine/lsp/features/rename.ts'
import { parseRunbook } from '../../engine/parse/index.ts'

const text = `---
id: NAM-001
inputs:
  API: { type: url, default: http://localhost }
  API_TOKEN: { type: secret }
---

# Every way to name an input

Ask $API, not $API_TOKEN; API stays a word.

## Is it up?

\`\`\`bash ask cwd=$API
curl -fsS "$API/health" "\${API}" "\${API:-none}" -d API=1 # \${#API}
jq -n --arg API "$API" 'env.API'
API=x python3 -c 'import os; os.environ["API"]' "API"
\`\`\`

- **$API is "x"** → **resolved**
- **otherwise** → [Tell](#tell)

---

## Tell

> [!WARNING]
> Asks **Only if** \`$API is "x"\`.

\`\`\`python action
import os; os.environ.get("API"); os.getenv('API_TOKEN')
\`\`\`

\`\`\`node verify
process.env.API; process.env["API"]; API
\`\`\`

\`\`\`sql verify
select :'API', :API, 'API'::text
\`\`\`

\`\`\`text message post=API
$API and \${API}
\`\`\`
`
const drill = `runbook: nam.md\ninputs: { API: x, API_TOKEN: y }\noperator: { recover: [edit: { API: z }] }\n`

/** The files after the input was renamed. */
function renamed(name: string): { page: string; drill: string } {
  const { runbook } = parseRunbook({ path: 'nam.md', text })
  const page: Page = { runbook, library: [runbook], drills: [{ path: 'nam.drill.yaml', text: drill }] }
  const edits = renameAt(page, text.indexOf('API:'), name)
  const apply = (path: string, whole: string) =>
    [...(edits.get(path) ?? [])]
      .sort((a, b) => b.span.start - a.span.start)
      .reduce((now, { span, text: put }) => now.slice(0, span.start) + put + now.slice(span.end), whole)
  return { page: apply('nam.md', text), drill: apply('nam.drill.yaml', drill) }
}

test('an input is renamed in every language, and nothing else is', () => {
  const { page, drill: given } = renamed('BASE')
  const wanted = text
    .replaceAll(/\bAPI\b/g, 'BASE')
    .replace('BASE stays', 'API stays')
    .replace('-d BASE=1', '-d API=1')
    .replace('"BASE"\n', '"API"\n')
    .replace('["BASE"]; BASE', '["BASE"]; API')
    .replace("'BASE'::text", "'API'::text")
  expect(page).toBe(wanted)
  expect(given).toBe(
    'runbook: nam.md\ninputs: { BASE: x, API_TOKEN: y }\noperator: { recover: [edit: { BASE: z }] }\n',
  )
})
