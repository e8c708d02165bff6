import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { arch, cpus, platform } from 'node:os'
import { commandLines, outputLines, startLines } from './processes.ts'
import { scaleLines } from './scale.ts'
import { markdownTable, type Line } from './measure.ts'

/**
 * Prints what the engine costs, as ratios to floors that are measured in the same run, and ends with 1 when
 * a target is missed. `--write` puts the table into the README, between its marks.
 */
const folder = mkdtempSync(join(tmpdir(), 'runbook-bench-'))
const root = join(import.meta.dirname, '..', '..')
const lines: Line[] = []
try {
  for (const measure of [startLines, commandLines, outputLines, scaleLines]) {
    for (const line of await measure(folder)) {
      process.stderr.write(`${line.what}: ${line.ratio}\n`)
      lines.push(line)
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
const machine = `Node ${process.version}, ${platform()} ${arch()}, ${cpus().length} cores`
const table = `${markdownTable(lines)}\n\nMedians of paired runs on ${machine}.\n`
process.stdout.write(table)
if (process.argv.includes('--write')) quote(table)
process.exitCode = lines.every((line) => line.met) ? 0 : 1

function quote(text: string): void {
  const file = join(root, 'README.md')
  const marks = /(<!-- bench -->\n)[^]*?(<!-- \/bench -->)/
  writeFileSync(
    file,
    readFileSync(file, 'utf8').replace(marks, (_, open, close) => `${open}\n${text}\n${close}`),
  )
}
