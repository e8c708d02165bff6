import { watch } from 'node:fs'
import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname } from 'node:path'
import type { SiteFile } from '../../../renderers/docs/types.ts'
import { exit, UserError, type Exit } from '../exit.ts'
import type { Built } from './build.ts'

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.xml': 'application/atom+xml; charset=utf-8',
}

/** Milliseconds of quiet after a change before the site is built again: editors write more than once. */
const settling = 80

/**
 * Serves what `build` makes on 127.0.0.1 until a signal, from memory, and builds again when something below `watched`
 * changes, if it is given; open pages then load themselves again. A build that fails is told, and the last good one stays.
 * @throws UserError when the port cannot be had
 */
export async function serve(build: () => Promise<Built>, port: number, watched?: string): Promise<Exit> {
  let files = byPath((await build()).files)
  const listeners = new Set<ServerResponse>()
  const server = createServer((request, response) => {
    if (!isOurs(request.headers.host)) return void response.writeHead(403).end('wrong host\n')
    if (request.url === '/changes') return listen(response, listeners)
    answer(response, files.get(pathOf(request.url))).catch((error: unknown) => {
      response.writeHead(500, { 'content-type': 'text/plain' }).end(`${String(error)}\n`)
    })
  })
  await listenOn(server, port)
  process.stderr.write(
    `the site is at http://127.0.0.1:${(server.address() as AddressInfo).port}/ (Ctrl-C ends it)\n`,
  )
  const rebuild = async (): Promise<void> => {
    try {
      files = byPath((await build()).files)
      for (const listener of listeners) listener.write('data: changed\n\n')
    } catch (error) {
      process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    }
  }
  const watcher = watched === undefined ? undefined : watchFolder(watched, rebuild)
  await new Promise<void>((resolve) => process.once('SIGINT', resolve).once('SIGTERM', resolve))
  watcher?.close()
  server.closeAllConnections()
  server.close()
  return exit.ok
}

function byPath(files: Iterable<SiteFile>): Map<string, SiteFile> {
  const found = new Map([...files].map((file) => [`/${file.path}`, file] as const))
  const home = found.get('/index.html')
  return home === undefined ? found : found.set('/', home)
}

/** The path that is asked for; one that cannot be read names no file. */
function pathOf(url = '/'): string {
  try {
    return decodeURIComponent(new URL(url, 'http://localhost').pathname)
  } catch {
    return ''
  }
}

/** A page elsewhere whose name was bent to this address gets nothing. */
function isOurs(host: string | undefined): boolean {
  return /^(127\.0\.0\.1|localhost)(:\d+)?$/.test(host ?? '')
}

async function answer(response: ServerResponse, file: SiteFile | undefined): Promise<void> {
  if (file === undefined)
    return void response.writeHead(404, { 'content-type': 'text/plain' }).end('no such page\n')
  const text = await file.text()
  const type = types[extname(file.path)] ?? 'text/plain; charset=utf-8'
  response.writeHead(200, {
    'content-type': type,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  })
  response.end(file.path.endsWith('.html') ? live(text) : text)
}

/** While it is served here, a page may ask whether it changed. */
function live(text: string): string {
  return text
    .replace('; base-uri', '; connect-src &#39;self&#39;; base-uri')
    .replace('<html ', '<html data-live ')
}

function listen(response: ServerResponse, listeners: Set<ServerResponse>): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
  response.write(': open\n\n')
  listeners.add(response)
  response.once('close', () => listeners.delete(response))
}

async function listenOn(server: Server, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) =>
      reject(
        new UserError(`the port ${port} cannot be had: ${error.message}`, {
          help: 'name another with `--port`, or 0 for a free one',
        }),
      ),
    )
    server.listen(port, '127.0.0.1', resolve)
  })
}

function watchFolder(folder: string, changed: () => Promise<void>): { close(): void } {
  let timer: NodeJS.Timeout | undefined
  return watch(folder, { recursive: true }, () => {
    clearTimeout(timer)
    timer = setTimeout(() => void changed(), settling)
  })
}
