import { describe, expect, test } from 'vitest'
import type { Cache } from '../../engine/library/cache.ts'
import { noCache } from '../../engine/library/cache.ts'
import { askShellcheck } from '../../engine/library/shellcheck.ts'
import { parseRunbook } from '../../engine/parse/index.ts'
import { shellcheckFindings, type ShellRemark } from '../../engine/rules/shellcheck.ts'
import { needs } from '../helpers/programs.ts'

const script = 'echo "ok 🙂"; for file in $(ls *.log); do wc -l "$file"; done\ncd /srv\nrm -f "$HOME"/x ~/y'
const page = `---\nid: EX-001\n---\n\n# Example\n\n## Look\n\n1. First:\n\n   \`\`\`bash read\n   ${script.replaceAll('\n', '\n   ')}\n   \`\`\`\n`
const { runbook } = parseRunbook({ path: 'a.md', text: page })

describe.skipIf(!needs('shellcheck'))('shellcheck', () => {
  test('remarks on a fence in a list, behind a picture, at the very characters', () => {
    const answers = askShellcheck([{ shell: 'bash', script }], noCache)
    const found = shellcheckFindings(runbook, (one) => answers?.get(one))
    expect(found.map(({ label, span }) => [label, page.slice(span.start, span.end)])).toEqual([
      ['SC2045', '$(ls *.log)'],
    ])
  })

  test('is told how blocks run: a `cd` that fails ends them, an input is no unknown name', () => {
    const scripts = [{ shell: 'bash', script: 'cd "$FOLDER"\nstarted=$(date)\nrm -f ./x' }] as const
    expect([...(askShellcheck(scripts, noCache) ?? new Map()).values()]).toEqual([[]])
  })

  test('is not asked twice about one script', () => {
    const known: ShellRemark[] = [
      { line: 1, endLine: 1, column: 1, endColumn: 5, level: 'error', code: 1, message: 'known', fix: null },
    ]
    const kept = new Map<string, unknown>([[`bash\n${script}`, known]])
    const cache: Cache = {
      ...noCache,
      get: (_kind, input) => kept.get(input),
      set: (_kind, input, value) => void kept.set(input, value),
    }
    const answers = askShellcheck(
      [
        { shell: 'bash', script },
        { shell: 'sh', script: 'echo $(( 1 ))' },
      ],
      cache,
    )
    expect(answers?.get(script)).toEqual(known)
    expect([...kept.keys()]).toEqual([`bash\n${script}`, 'sh\necho $(( 1 ))'])
  })
})
