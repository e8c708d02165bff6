import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { usedBytes, type Volume } from '../volume.ts'
import type { Init } from './init.ts'
import type { Prometheus } from './prometheus.ts'

/** What the commands of the lab can reach. */
export interface Controlled {
  readonly init: Init
  readonly prometheus: Prometheus
  readonly volume: Volume
  readonly trouble: {
    /** Replaces whatever fault there is; rejects when its symptom does not show. */
    replace(name: string | null): Promise<void>
    isPresent(fault: string): Promise<boolean>
  }
}

/** Answers one request; an answer with `error` is a refusal. */
export type Page = (url: URL, body: string) => unknown

/** A lab's own pages, and a file for any other address, when it has one. */
export interface OwnPages {
  readonly pages?: Readonly<Record<string, Page>>
  send?(url: URL, response: ServerResponse): boolean
}

const pagesOf = (controlled: Controlled): Readonly<Record<string, Page>> => ({
  unit: (url, body) => {
    const words = body.split('\n').filter((line) => line !== '')
    return controlled.init.answer(url.pathname.split('/')[2] ?? '', url.searchParams.get('unit') ?? '', words)
  },
  volume: () => ({ used: usedBytes(controlled.volume), total: controlled.volume.bytes }),
  present: async (url) => ({
    present: await controlled.trouble.isPresent(url.searchParams.get('fault') ?? ''),
  }),
  fault: async (url) => {
    const fault = url.searchParams.get('fault') ?? 'none'
    await controlled.trouble.replace(fault === 'none' ? null : fault)
    return { fault }
  },
  prometheus: (url, body) => controlled.prometheus.answer(url, body),
})

/** The door for the lab's commands, not yet listening. */
export function controlServer(controlled: Controlled, own: OwnPages = {}): Server {
  const pages = { ...pagesOf(controlled), ...own.pages }
  return createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://lab')
    if (own.send?.(url, response) !== true) void sendPage(pages, url, request, response)
  })
}

/** Opens it on the loopback address alone; resolves with its URL. */
export async function openControl(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address !== 'object') throw new Error('the keeper has no door')
  return `http://127.0.0.1:${address.port}`
}

/** Units answer with their exit status in the first line, so that a shell can read it; other pages with JSON. */
async function sendPage(
  pages: Readonly<Record<string, Page>>,
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const name = url.pathname.split('/')[1] ?? ''
  try {
    const page = pages[name]
    if (page === undefined) return void response.writeHead(404).end(`no such page: ${url.pathname}\n`)
    const answer = await page(url, await text(request))
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
