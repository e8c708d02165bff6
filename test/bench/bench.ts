import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { arch, cpus, platform, tmpdir } from 'node:os'
import { join } from 'node:path'
import { markdownTable, type Group, type Line } from './measure.ts'

/**
 * Prints what the engine costs, as ratios to floors that are measured in the same run, and ends with 1 when a target
 * is missed. Words name the groups to measure (default: all of them), `--write` puts the table into the README,
 * between its marks.
 */
const groups: Readonly<Record<string, () => Promise<Group>>> = {
  start: async () => (await import('./groups/start.ts')).start,
  steps: async () => (await import('./groups/steps.ts')).steps,
  output: async () => (await import('./groups/output.ts')).output,
  library: async () => (await import('./groups/library.ts')).library,
  scale: async () => (await import('./groups/scale.ts')).scale,
  site: async () => (await import('./groups/site.ts')).site,
  terminal: async () => (await import('./groups/terminal.ts')).terminal,
  lsp: async () => (await import('./groups/lsp.ts')).lsp,
}

const words = process.argv.slice(2).filter((word) => !word.startsWith('--'))
const unknown = words.find((word) => !(word in groups))
if (unknown === undefined) await bench(words.length === 0 ? Object.keys(groups) : words)
else {
  process.stderr.write(`there is no group \`${unknown}\`; there are ${Object.keys(groups).join(', ')}\n`)
  process.exitCode = 2
}

async function bench(names: readonly string[]): Promise<void> {
  const lines: Line[] = []
  for (const name of names) lines.push(...(await measure(name)))
  const machine = `Node ${process.version}, ${platform()} ${arch()}, ${cpus().length} cores`
  const table = `${markdownTable(lines)}\n\nMedians of paired runs on ${machine}.\n`
  process.stdout.write(table)
  if (process.argv.includes('--write')) quote(table)
  process.exitCode = lines.every((line) => line.met) ? 0 : 1
}

/** One group, in a folder of its own that is gone afterwards. */
async function measure(name: string): Promise<Line[]> {
  const folder = mkdtempSync(join(tmpdir(), 'runbook-bench-'))
  const lines: Line[] = []
  try {
    for await (const line of (await groups[name]?.())?.(folder) ?? []) {
      process.stderr.write(`${line.what}: ${line.ratio}\n`)
      lines.push(line)
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  return lines
}

function quote(text: string): void {
  const file = join(import.meta.dirname, '..', '..', 'README.md')
  const marks = /(<!-- bench -->\n)[^]*?(<!-- \/bench -->)/
  writeFileSync(
    file,
    readFileSync(file, 'utf8').replace(marks, (_, open, close) => `${open}\n${text}\n${close}`),
  )
}
