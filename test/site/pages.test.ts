import { cpSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { get, type RequestOptions } from 'node:http'
import { spawn, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hasBrowser, openBrowser, watchedPage, type Watched } from '../helpers/browser.ts'
import { Place, program } from '../helpers/cli.ts'

const root = join(import.meta.dirname, '..', '..')
const library = join(root, 'runbooks')
const axe = join(root, 'node_modules', 'axe-core', 'axe.min.js')

let place: Place
let browser: Browser
const servers: ChildProcess[] = []
const address: Record<string, string> = {}
const opened: Watched[] = []

beforeAll(async () => {
  if (!hasBrowser) return
  place = new Place()
  cpSync(library, join(place.folder, 'runbooks'), { recursive: true })
  await place.run(['docs', 'build', '--out', 'site'])
  address.file = `${pathToFileURL(join(place.folder, 'site')).href}/`
  ;[browser, address.http] = await Promise.all([openBrowser(), serve()])
}, 60_000)
afterAll(async () => {
  for (const server of servers) server.kill('SIGTERM')
  await browser?.close()
  place?.close()
})

/** Starts `runbook docs serve` and gives the address that it says. */
function serve(...flags: readonly string[]): Promise<string> {
  const [node = '', ...main] = program
  const server = spawn(node, [...main, 'docs', 'serve', ...flags], {
    cwd: place.folder,
    env: place.environment,
  })
  servers.push(server)
  let said = ''
  return new Promise((resolve, reject) => {
    server.on('exit', () => reject(new Error(said)))
    server.stderr?.on('data', (bytes: Buffer) => {
      said += bytes.toString()
      const url = /http:\/\/127\.0\.0\.1:\d+\//.exec(said)?.[0]
      if (url !== undefined) resolve(url)
    })
  })
}

/** What axe finds, run in the page. */
async function violations(): Promise<string[]> {
  const { axe: check } = globalThis as unknown as {
    axe: { run(options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> }
  }
  const found = await check.run({ preload: false })
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)
}

function statusOf(options: RequestOptions): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', ...options }, (response) => resolve(response.resume().statusCode)).on(
      'error',
      reject,
    )
  })
}

/** Opens a page of the site from a folder or from the server; whatever happens on it is looked at in the end. */
async function open(path: string, how: 'file' | 'http' = 'file', options = {}): Promise<Page> {
  const origin = address[how] ?? ''
  const watched = await watchedPage(browser, origin, options)
  opened.push(watched)
  await watched.page.goto(origin + path)
  return watched.page
}

const performance = 'memory-service/rb-005-performance.html'

describe.skipIf(!hasBrowser)('the site in a browser', () => {
  test.each(['file', 'http'] as const)('finds a runbook by its symptom, over %s', async (how) => {
    const page = await open('index.html', how)
    await page.keyboard.press('/')
    await page.keyboard.type('episode takes longer')
    await page.locator('[data-hits] a').first().waitFor()
    expect(await page.locator('[data-hits] a').first().textContent()).toMatch(/^RB-005 /)
    await page.keyboard.press('Enter')
    await page.waitForURL(/rb-005-performance\.html/)
    expect(await page.locator('h1').textContent()).toBe('Slow episodes or too much memory')
  })

  test('reaches the section that resolves a symptom in three clicks', async () => {
    const page = await open('index.html')
    await page.getByRole('link', { name: 'Symptoms' }).first().click()
    await page
      .getByRole('row', { name: /cache hit/i })
      .getByRole('link')
      .first()
      .click()
    await page.locator('.drawing a').last().click()
    expect(decodeURIComponent(new URL(page.url()).hash)).not.toBe('')
    expect(await page.locator(':target').count()).toBe(1)
  })

  test('copies exactly what would run, behind the inputs that were typed', async () => {
    const page = await open(performance, 'http', { permissions: ['clipboard-read', 'clipboard-write'] })
    const script =
      (await page.locator('figure.block[data-inputs*=METRICS_URL] code').first().textContent()) ?? ''
    const figure = page.locator('figure.block[data-inputs*=METRICS_URL]').first()
    await figure.getByRole('button', { name: 'Copy' }).click()
    await figure.getByRole('button', { name: 'Copied' }).waitFor()
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(script)
    expect(readFileSync(join(library, 'memory-service', 'rb-005-performance.md'), 'utf8')).toContain(script)
    await page.locator('[data-input=METRICS_URL]').fill(`http://it's:9090`)
    await figure.getByRole('button', { name: 'Copy' }).click()
    await figure.getByRole('button', { name: 'Copied' }).waitFor()
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(
      `export METRICS_URL='http://it'\\''s:9090'\n${script}`,
    )
  })

  test('never asks for a secret', async () => {
    const page = await open('memory-service/rb-002-shutdown.html')
    expect(await page.locator('.inputs').textContent()).toContain('ADMIN_TOKEN')
    expect(await page.locator('[data-input=ADMIN_TOKEN]').count()).toBe(0)
  })

  test('lights up the way of a branch and the section that is read', async () => {
    const page = await open('memory-service/rb-004-high-storage-error-rate.html')
    const link = page.locator('li.branch a[href="#restart-the-service"]')
    await link.focus()
    expect(await page.locator('.drawing .edge.way').count()).toBe(1)
    await page.keyboard.press('Enter')
    await page.locator('.drawing .node.here').waitFor()
    expect(await page.locator('.drawing .node.here').textContent()).toContain('Restart the service')
  })

  test('can be read and walked with the keyboard alone', async () => {
    const page = await open('index.html')
    await page.keyboard.press('Tab')
    expect(await page.evaluate('document.activeElement.textContent')).toBe('To the content')
    await page.keyboard.press('/')
    await page.keyboard.type('circuit breaker')
    await page.locator('[data-hits] a').first().waitFor()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.waitForURL(/rb-004-circuit-breaker-open\.html/)
  })

  test('has everything but the search without a script', async () => {
    const page = await open('index.html', 'file', { javaScriptEnabled: false })
    await page.getByRole('link', { name: 'Alerts' }).first().click()
    await page
      .getByRole('link', { name: /RB-004-STORAGE/ })
      .first()
      .click()
    expect(await page.locator('figure.block').count()).toBeGreaterThan(5)
    expect(await page.locator('.drawing svg').isVisible()).toBe(true)
  })

  test('fits a telephone, and prints with everything open', async () => {
    const page = await open(performance, 'file', { viewport: { width: 360, height: 640 } })
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360)
    const pdf = await page.pdf({ format: 'A4' })
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
    expect(await page.locator('details:not([open])').count()).toBe(0)
  })

  test.each(['light', 'dark'] as const)(
    'axe finds nothing on any kind of page, %s',
    async (colorScheme) => {
      const kinds = readdirSync(join(place.folder, 'site')).filter((name) => name.endsWith('.html'))
      const paths = [
        'memory-service/rb-004-circuit-breaker-open.html',
        'memory-service/rb-008-on-call.html',
        'index.html',
      ]
      for (const path of colorScheme === 'light' ? new Set([...kinds, ...paths]) : paths) {
        const page = await open(path, 'file', { colorScheme, bypassCSP: true })
        await page.addScriptTag({ path: axe })
        expect(await page.evaluate(violations), path).toEqual([])
        await page.close()
      }
    },
    60_000,
  )

  test('a change of a runbook shows on the open page by itself', async () => {
    const page = await open('memory-service/rb-008-on-call.html', 'http')
    const file = join(place.folder, 'runbooks', 'memory-service', 'rb-008-on-call.md')
    await page.waitForTimeout(200)
    writeFileSync(file, readFileSync(file, 'utf8').replace(/^# .*$/m, '# Changed meanwhile'))
    await page.locator('h1', { hasText: 'Changed meanwhile' }).waitFor()
    expect(await page.locator('h1').count()).toBe(1)
  })

  test('without watching, what is served stays as it was', async () => {
    const url = `${await serve('--no-watch')}memory-service/rb-008-on-call.html`
    const text = async (): Promise<string> => (await fetch(url)).text()
    const before = await text()
    const file = join(place.folder, 'runbooks', 'memory-service', 'rb-008-on-call.md')
    writeFileSync(file, readFileSync(file, 'utf8').replace(/^# .*$/m, '# Changed once more'))
    const page = await open('memory-service/rb-008-on-call.html', 'http')
    await page.locator('h1', { hasText: 'Changed once more' }).waitFor()
    expect(await text()).toBe(before)
  })

  test('a page of another name that was led to this address gets nothing, nor does a path out of the site', async () => {
    const { port } = new URL(address.http ?? '')
    expect(await statusOf({ port, headers: { host: 'evil.example' } })).toBe(403)
    expect(await statusOf({ port, path: '/../../../etc/passwd' })).toBe(404)
    expect(await statusOf({ port, path: '/%' })).toBe(404)
    expect(await statusOf({ port })).toBe(200)
  })

  test('nothing left the site, and nothing was against its policy', () => {
    expect(opened.length).toBeGreaterThan(10)
    expect(opened.flatMap(({ trouble }) => trouble)).toEqual([])
  })
})
