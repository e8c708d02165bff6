import { globSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { graphOf } from '../../engine/machine/index.ts'
import { parseRunbook } from '../../engine/parse/index.ts'
import { stretchesOf } from '../../engine/parse/plain/stretches.ts'
import { openHighlighter } from '../../renderers/docs/code.ts'
import { Body } from '../../renderers/docs/runbook/body.ts'
import { bodyStart } from '../../renderers/docs/runbook/fragment.ts'
import { placesIn } from '../../renderers/docs/runbook/places.ts'
import { hardTexts } from '../helpers/hard-texts.ts'
import { trials } from '../helpers/trials.ts'

const root = resolve(import.meta.dirname, '..', '..')
const highlight = await openHighlighter()

/** The page of a text, drawn without the library where that can be, and wholly by it. */
function bothWays(text: string, sourceUrl?: string): { plainly: string; byLibrary: string } {
  const path = 'folder/page.md'
  const { runbook } = parseRunbook({ path, text })
  const site = { path, runbook, graph: graphOf(runbook) }
  const drawn = (cut: typeof stretchesOf) => {
    const tools = { highlight, draw: () => '', cut, ...(sourceUrl === undefined ? {} : { sourceUrl }) }
    return new Body(text, placesIn(runbook), site, tools).sections(bodyStart(text)).text
  }
  return { plainly: drawn(stretchesOf), byLibrary: drawn(() => undefined) }
}

/** Links of every fate, and lists, since the plain reader's vocabulary has few of them. */
const lines = fc.constantFrom(
  '- **exit 0** → [There](#there)',
  '- [x] done & <b',
  '3. [out](https://a.b/c?d=e#f "t")',
  '7) [mail](mailto:a@b.c), [js](javascript:alert(1)), [JS](JaVaScRiPt:x)',
  '[a%20b](c%20d.md#x%y), [q](x"y.md), [back](../../up.md), [é](é.md), [s](//host/x), [f](script.sh)',
  "[self](page.md), ['](https://a/'b'), [up](HTTPS://A.B), [port](http://[::1]:9/), [c](a:b.md)",
  '> quoted *so* [x](https://a.b)',
  '> [!CAUTION]\n> Drops `all` of [it](#x).\n> - one\n> - two',
  '```yaml\na: 1\n```',
  '```a\\*b&amp;\nx\n```',
)
const pages = fc
  .array(fc.oneof({ weight: 2, arbitrary: hardTexts }, lines), { maxLength: 6 })
  .map((parts) => `# Page\n\n## There\n\n${parts.join('\n\n')}\n`)

describe('prose that is drawn without the library', () => {
  test('is what the library makes of it, in random texts', () => {
    fc.assert(
      fc.property(pages, fc.constantFrom(undefined, 'https://code.example/tree/main'), (text, sourceUrl) => {
        const { plainly, byLibrary } = bothWays(text, sourceUrl)
        expect(plainly).toBe(byLibrary)
      }),
      { numRuns: trials(400, 20_000) },
    )
  })

  test('is what the library makes of it, in our own pages', () => {
    for (const file of globSync('{runbooks,docs,test/fixtures}/**/*.md', { cwd: root })) {
      const { plainly, byLibrary } = bothWays(readFileSync(join(root, file), 'utf8'))
      expect(plainly, file).toBe(byLibrary)
    }
  })
})
