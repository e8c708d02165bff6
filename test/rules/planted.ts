import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Diagnostic } from '../../engine/diagnostic.ts'
import type { Source, Span } from '../../engine/source.ts'

const folder = join(import.meta.dirname, '../fixtures/planted')

/** Some files with one fault, and where it must be found. */
export interface Planted {
  readonly code: string
  /** A few words for the name of the test. */
  readonly what: string
  readonly sources: readonly Source[]
  readonly expected: readonly string[]
}

/** Programs and inputs that a planted script may use without a finding. */
const head = `---
id: PLANT-1
requires: [curl, jq, kubectl, psql, mysql, docker, ssh, git, redis-cli, ping, crontab, apt-get, python3, vim]
inputs:
  API: { type: url }
  HOST: { type: host }
  DIR: { type: path }
  NAME: { type: string }
---

# Planted

`

/** Every planted fault: commands of `commands.txt`, pages of `pages.md`. */
export function readPlanted(): Planted[] {
  return [...readCommands(), ...readPages()]
}

function readCommands(): Planted[] {
  const lines = readFileSync(join(folder, 'commands.txt'), 'utf8').split('\n')
  return lines.flatMap((line) => {
    const [, code = '', role = '', language = 'bash', script = ''] =
      /^([a-z-]+)\s+([a-z!]+)(?::([a-z]+))?\s+(.+)$/.exec(line) ?? []
    if (code === '') return []
    const fence = `\`\`\`${language} ${role.replace('!', '')}\n${script.replaceAll('⏎', '\n')}\n\`\`\``
    return [{ code, what: script, ...taken(code, [{ path: 'one.md', text: head + around(role, fence) }]) }]
  })
}

const acts = '```bash action\necho go\n```'
const proves = '**Verification**\n\n```bash verify\ntest -e /tmp/go\n```'
const wayBack = '**Rollback** Not needed.'
const gate = '> [!CAUTION]\n> This is `planted`.'

/** A section in which everything but the fence is as it should be. */
function around(role: string, fence: string): string {
  const parts: Readonly<Record<string, readonly string[]>> = {
    action: [gate, fence, proves, wayBack],
    'action!': [fence, proves, wayBack],
    verify: [acts, '**Verification**', fence, wayBack],
    ask: [fence, '- **exit 0** → **resolved**\n- **otherwise** → **escalate** to Lead'],
  }
  return ['## Planted here', ...(parts[role] ?? [fence])].join('\n\n')
}

function readPages(): Planted[] {
  const cases = readFileSync(join(folder, 'pages.md'), 'utf8').split(/^<<< /m).slice(1)
  return cases.map((one, index) => {
    const code = /^[a-z-]+/.exec(one)?.[0] ?? ''
    const [first = '', ...others] = one.slice(code.length + 1).split(/^=== /m)
    const files = others.map((file) => {
      const [path = '', ...lines] = file.split('\n')
      return { path, text: lines.join('\n') }
    })
    const text = first.startsWith('---') ? first : head + first
    return { code, what: `case ${index + 1}`, ...taken(code, [{ path: 'one.md', text }, ...files]) }
  })
}

/** Takes the marks out of some files; what they marked is what must be found. */
function taken(code: string, files: readonly Source[]): Pick<Planted, 'sources' | 'expected'> {
  const read = files.map(({ path, text }) => {
    const spans: Span[] = []
    let plain = ''
    for (const piece of text.split(/(?=[⟦⟧])/)) {
      if (piece.startsWith('⟦')) spans.push({ start: plain.length, end: plain.length })
      const last = spans.at(-1)
      if (piece.startsWith('⟧') && last) spans[spans.length - 1] = { ...last, end: plain.length }
      plain += /^[⟦⟧]/.test(piece) ? piece.slice(1) : piece
    }
    return { source: { path, text: plain }, spans }
  })
  const sources = read.map(({ source }) => source)
  return {
    sources,
    expected: read.flatMap(({ source, spans }) =>
      spans.map((span) => told(code, source.path, span, sources)),
    ),
  }
}

/** A finding as one line: its code, its file and the very text that it marks. */
export function toldOf(findings: readonly Diagnostic[], sources: readonly Source[]): string[] {
  return findings.map(({ code, path, span }) => told(code, path, span, sources))
}

function told(code: string, path: string, { start, end }: Span, sources: readonly Source[]): string {
  const text = sources.find((source) => source.path === path)?.text ?? ''
  return `${code} ${path}:${start}-${end} ${JSON.stringify(text.slice(start, end))}`
}
