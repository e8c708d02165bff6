import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hasBrowser, openBrowser, watchedPage } from '../helpers/browser.ts'
import { Place, type Ended } from '../helpers/cli.ts'
import { names, payloads, targets } from './payloads.ts'

const yaml = (text: string): string => JSON.stringify(text)
const line = (text: string): string => text.replaceAll('\n', ' ')

/** One payload in every place that text of a runbook can take: 12 of them. */
function runbookOf(payload: string, index: number): string {
  return `---
id: HOS-${index}
title: ${yaml(payload)}
summary: ${yaml(payload)}
service: ${yaml(payload)}
owner: ${yaml(payload)}
symptoms: [${yaml(payload)}]
alerts: [${yaml(payload)}]
inputs:
  METRICS_URL: { type: string, default: ${yaml(payload)}, description: ${yaml(payload)} }
escalate: { to: ${yaml(payload)} }
---

# ${line(payload)}

Prose ${payload} goes on.

## Ask ${line(payload)}

\`\`\`bash ask
echo "$METRICS_URL" # ${line(payload)}
\`\`\`

- **output contains "${line(payload).replaceAll(/["\\]/g, '')}"** → [Act ${index}](#act-${index})
- **otherwise** → **escalate** to ${line(payload)}

---

## Act ${index}

> [!WARNING]
> ${line(payload)}

\`\`\`text
${payload}
\`\`\`

\`\`\`bash action
true
\`\`\`

| ${line(payload).replaceAll('|', ' ')} | b |
| --- | --- |
| ${line(payload).replaceAll('|', ' ')} | b |
`
}

const linked = `---
id: LNK-001
title: Links
---

# Links

[fine](https://ok.example/) and [mail](mailto:a@ok.example)

${targets.map((target, index) => `[link ${index}](<${target}>) and [again][r${index}] and ![image](<${target}>)`).join('\n\n')}

${names.map((name) => `## ${name}\n\n\`\`\`bash read\ntrue\n\`\`\``).join('\n\n')}

${targets.map((target, index) => `[r${index}]: <${target}>`).join('\n')}
`

describe.skipIf(!hasBrowser)('P30: text of a runbook is text', () => {
  let place: Place
  let built: Ended
  beforeAll(async () => {
    place = new Place()
    for (const [index, payload] of payloads.entries()) place.write(`h${index}.md`, runbookOf(payload, index))
    place.write('links.md', linked)
    built = await place.run(['docs', 'build', '--out', 'site'])
  }, 60_000)
  afterAll(() => place?.close())

  test('no page asks, sends, runs or gives a control away', async () => {
    expect(built.status, built.stderr).toBe(0)
    const origin = `${pathToFileURL(join(place.folder, 'site')).href}/`
    const browser = await openBrowser()
    const { page, trouble } = await watchedPage(browser, origin)
    for (const path of [...payloads.keys()].map((index) => `h${index}.html`)) {
      await page.goto(origin + path)
      expect(
        await page
          .locator('main')
          .locator('script, style, iframe, object, embed, img, form, base, meta, link')
          .count(),
        path,
      ).toBe(0)
      expect(await page.locator('[data-input]').count(), path).toBe(1)
      expect(await page.locator('figure.block').count(), path).toBe(2)
      await page.mouse.move(300, 300)
    }
    await page.goto(`${origin}links.html`)
    const schemes = await page
      .locator('main article > section a')
      .evaluateAll((links) => links.map((link) => (link as unknown as { protocol: string }).protocol))
    expect([...new Set(schemes)].sort()).toEqual(['file:', 'https:', 'mailto:'])
    await page.goto(`${origin}index.html`)
    for (const payload of payloads.slice(0, 20)) await page.locator('[data-search]').fill(payload)
    expect(await page.locator('[data-hits] a').count()).toBeGreaterThanOrEqual(0)
    expect(trouble).toEqual([])
    await browser.close()
  }, 120_000)
})
