import { createReadStream, statSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { join } from 'node:path'
import { type Layout, volumeBytes } from '../layout.ts'
import { usedBytes } from '../volume.ts'
import type { Databases } from './database.ts'
import type { Init } from './init.ts'
import { askAccount } from './account.ts'
import type { Prometheus } from './prometheus.ts'
import { textOf } from './turso.ts'

/** What the commands of the lab can reach. */
export interface Controlled {
  readonly layout: Layout
  readonly init: Init
  readonly databases: Databases
  readonly prometheus: Prometheus
  isTursoUp(): boolean
  /** Replaces whatever fault there is; rejects when its symptom does not show. */
  setFault(name: string | null): Promise<void>
  isPresent(fault: string): Promise<boolean>
}

type Page = (controlled: Controlled, url: URL, body: string) => Promise<unknown>

const pages: Readonly<Record<string, Page>> = {
  unit: ({ init }, url, body) => {
    const words = body.split('\n').filter((line) => line !== '')
    return init.answer(url.pathname.split('/')[2] ?? '', url.searchParams.get('unit') ?? '', words)
  },
  volume: ({ layout }) => Promise.resolve({ used: usedBytes(layout), total: volumeBytes }),
  turso: (controlled, _url, body) => askAccount(controlled, body),
  present: async (controlled, url) => ({
    present: await controlled.isPresent(url.searchParams.get('fault') ?? ''),
  }),
  fault: async (controlled, url) => {
    const fault = url.searchParams.get('fault') ?? 'none'
    await controlled.setFault(fault === 'none' ? null : fault)
    return { fault }
  },
  prometheus: ({ prometheus }, url, body) => Promise.resolve(prometheus.answer(url, body)),
}

/** The door for the lab's commands and its releases; on the loopback address alone. */
export function controlServer(controlled: Controlled): Server {
  return createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://lab')
    if (url.pathname.startsWith('/releases/')) return sendRelease(controlled.layout, url.pathname, response)
    void sendPage(controlled, url, request, response)
  })
}

/** Units answer with their exit status in the first line, so that a shell can read it; other pages with JSON. */
async function sendPage(
  controlled: Controlled,
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const name = url.pathname.split('/')[1] ?? ''
  try {
    const page = pages[name]
    if (page === undefined) return void response.writeHead(404).end(`no such page: ${url.pathname}\n`)
    const answer = await page(controlled, url, await textOf(request))
    const status = isRefusal(answer) ? 400 : 200
    response.writeHead(status, { 'content-type': 'application/json' })
    response.end(
      name === 'unit' ? shellText(answer as { code: number; text: string }) : `${JSON.stringify(answer)}\n`,
    )
  } catch (error) {
    response.writeHead(500, { 'content-type': 'application/json' })
    response.end(`${JSON.stringify({ error: (error as Error).message })}\n`)
  }
}

function isRefusal(answer: unknown): boolean {
  return typeof answer === 'object' && answer !== null && 'error' in answer
}

function shellText({ code, text }: { code: number; text: string }): string {
  return `${code}\n${text}${text === '' ? '' : '\n'}`
}

function sendRelease(layout: Layout, path: string, response: ServerResponse): void {
  const parts = decodeURIComponent(path).split('/').slice(2)
  const file = join(layout.releases, ...parts)
  const found = parts.includes('..') ? undefined : statSync(file, { throwIfNoEntry: false })
  if (found === undefined || !found.isFile())
    return void response.writeHead(404).end('no such release file\n')
  response.writeHead(200, { 'content-length': found.size, 'content-type': 'application/octet-stream' })
  createReadStream(file).pipe(response)
}
