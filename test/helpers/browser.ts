import {
  chromium,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type Page,
} from 'playwright-core'
import { needs } from './programs.ts'

/** Whether there is a browser to look at pages with. */
export const hasBrowser: boolean = needs('chromium')

/** Debian's Chromium, without a window and without calls to its maker. */
export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}

/** A page, and everything that must never happen on one: requests that leave, dialogs, policy reports, errors. */
export interface Watched {
  readonly context: BrowserContext
  readonly page: Page
  readonly trouble: string[]
}

/** Opens a page; `origin` is where all of its requests must go. */
export async function watchedPage(
  browser: Browser,
  origin: string,
  options: BrowserContextOptions = {},
): Promise<Watched> {
  const context = await browser.newContext(options)
  const page = await context.newPage()
  const trouble: string[] = []
  page.on('request', (request) => {
    if (!request.url().startsWith(origin)) trouble.push(`asked for ${request.url()}`)
  })
  page.on('dialog', (dialog) => {
    trouble.push(`dialog ${dialog.message()}`)
    void dialog.dismiss()
  })
  page.on('pageerror', (error) => trouble.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error' || /Content Security Policy/.test(message.text()))
      trouble.push(message.text())
  })
  return { context, page, trouble }
}
