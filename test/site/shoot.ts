import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, renameSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Page } from 'playwright-core'
import { clear } from '../helpers/clear.ts'
import { openBrowser } from '../helpers/browser.ts'

/**
 * Takes the pictures of the site in `docs/images`: each kind of page in light, dark, narrow and on paper. Look at the
 * difference before you keep them.
 */
const root = join(import.meta.dirname, '..', '..')
const images = join(root, 'docs', 'images')
const folder = mkdtempSync(join(tmpdir(), 'runbook-shoot-'))
const state = join(folder, 'state')

function runbook(...words: readonly string[]): string {
  const environment = { ...process.env, RUNBOOK_STATE: state, RUNBOOK_LIBRARY: 'runbooks' }
  const ended = spawnSync(process.execPath, [join(root, 'bin', 'runbook.cjs'), ...words], {
    cwd: folder,
    encoding: 'utf8',
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  if (ended.status !== 0) throw new Error(`runbook ${words.join(' ')}: ${ended.stderr}`)
  return ended.stdout
}

const modes = {
  light: { viewport: { width: 1000, height: 750 }, colorScheme: 'light' },
  dark: { viewport: { width: 1000, height: 750 }, colorScheme: 'dark' },
  narrow: { viewport: { width: 360, height: 750 }, colorScheme: 'light' },
} as const

async function shoot(): Promise<void> {
  cpSync(join(root, 'runbooks'), join(folder, 'runbooks'), { recursive: true })
  runbook('run', 'RB-005', '--lab', 'memory-service:slow-storage', '--yes')
  runbook('docs', 'build', '--out', 'site', '--runs', join(state, 'runs'))
  const [record = ''] = readdirSync(join(folder, 'site', 'runs'))
  const pages = {
    home: 'index.html',
    runbook: 'memory-service/rb-005-performance.html',
    decision: 'engram/tree-1-unavailable.html',
    record: `runs/${record}`,
  }
  mkdirSync(images, { recursive: true })
  const browser = await openBrowser()
  for (const [kind, path] of Object.entries(pages)) {
    const address = pathToFileURL(join(folder, 'site', path)).href
    for (const [mode, options] of Object.entries(modes)) {
      const page = await (await browser.newContext(options)).newPage()
      await page.goto(address)
      await prepare(page, kind)
      await page.screenshot({ path: join(images, `site-${kind}-${mode}.png`) })
      if (mode === 'light') await onPaper(page, join(images, `site-${kind}-print`))
      await page.context().close()
    }
  }
  await browser.close()
}

/** What is worth seeing: hits of a search, and the graph of a decision. */
async function prepare(page: Page, kind: string): Promise<void> {
  if (kind === 'home') {
    await page.locator('[data-search]').fill('slow')
    await page.locator('[data-hits] a').first().waitFor()
  }
  if (kind === 'decision') await page.locator('.drawing').scrollIntoViewIfNeeded()
}

/** The first sheet, as it would come out of a printer. */
async function onPaper(page: Page, name: string): Promise<void> {
  const file = join(folder, 'sheet.pdf')
  await page.pdf({ path: file, format: 'A4' })
  spawnSync('pdftoppm', [
    '-png',
    '-r',
    '60',
    '-f',
    '1',
    '-l',
    '1',
    '-singlefile',
    file,
    join(folder, 'sheet'),
  ])
  renameSync(join(folder, 'sheet.png'), `${name}.png`)
}

try {
  await shoot()
} finally {
  clear(folder)
}
