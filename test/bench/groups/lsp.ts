import { spawn } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import {
  createProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
} from 'vscode-languageserver-protocol/node'
import { ordinaryRunbook } from '../corpus.ts'
import { lineOf, median, type Line } from '../measure.ts'

const launcher = join(import.meta.dirname, '..', '..', '..', 'bin', 'runbook.cjs')

/** Milliseconds within which an author sees what a keystroke did. */
const promised = 150
const strokes = 100

/** What an author waits for, through the real protocol: one letter into 8 KB, until its findings are there. */
export async function* lsp(folder: string): AsyncGenerator<Line> {
  for (const [others, named] of [
    [0, 'alone'],
    [200, 'in a library of 200'],
    [1000, 'in a library of 1,000'],
  ] as const) {
    const times = await keystrokes(join(folder, String(others)), others)
    const slow = times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.95)] ?? Number.NaN
    const measured = `${median(times).toFixed(0)} ms, 95 % within ${slow.toFixed(0)} ms`
    yield lineOf(
      `lsp: keystroke to diagnostics, 8 KB ${named}`,
      measured,
      `${promised} ms`,
      slow / promised,
      1,
    )
  }
}

async function keystrokes(folder: string, others: number): Promise<number[]> {
  mkdirSync(join(folder, 'runbooks'), { recursive: true })
  for (let number = 1; number <= others; number++)
    writeFileSync(join(folder, 'runbooks', `other-${number}.md`), ordinaryRunbook(`BENCH-${1000 + number}`))
  const uri = pathToFileURL(join(folder, 'runbooks', 'ordinary.md')).href
  const child = spawn(process.execPath, [launcher, 'lsp'], {
    cwd: folder,
    env: { ...process.env, XDG_CACHE_HOME: join(folder, 'cache') },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const connection = createProtocolConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  )
  connection.listen()
  await connection.sendRequest('initialize', {
    processId: process.pid,
    rootUri: pathToFileURL(folder).href,
    capabilities: {},
  })
  await connection.sendNotification('initialized', {})
  const text = ordinaryRunbook('BENCH-008')
  await connection.sendNotification('textDocument/didOpen', {
    textDocument: { uri, languageId: 'markdown', version: 1, text },
  })
  await connection.sendRequest('workspace/symbol', { query: 'ready' })
  const times = await type(connection, uri, text)
  await connection.sendRequest('shutdown')
  await connection.sendNotification('exit')
  return times
}

/** Types a letter at a time into a paragraph in the middle, each when the findings of the one before are there. */
async function type(connection: ProtocolConnection, uri: string, text: string): Promise<number[]> {
  let seen: (news: PublishDiagnosticsParams) => void = () => undefined
  connection.onNotification('textDocument/publishDiagnostics', (news: PublishDiagnosticsParams) => seen(news))
  const line = text.slice(0, text.indexOf('difference decides', text.length / 2)).split('\n').length - 1
  const times: number[] = []
  for (let version = 2; version < strokes + 12; version++) {
    const told = new Promise<void>((done) => {
      seen = (news) => news.uri === uri && news.version === version && done()
    })
    const at = { line, character: 3 }
    const begun = performance.now()
    await connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version },
      contentChanges: [{ range: { start: at, end: at }, text: 'x' }],
    })
    await told
    times.push(performance.now() - begun)
  }
  return times.slice(10)
}
