import { existsSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { counted } from '../../counted.ts'
import { decoded } from '../../address.ts'
import { renderNotes, type ShownNote } from '../../../renderers/diagnostics/notes.ts'
import { jsonText } from '../../../renderers/json.ts'
import { sum } from '../../import/counts.ts'
import { type Health, healthOf } from '../../import/health.ts'
import type { Imported } from '../../import/index.ts'
import { notePlace } from '../../import/places.ts'
import type { Refused } from '../../import/refuse.ts'
import { type Source, lineStarts, positionAt } from '../../source.ts'
import { say } from '../problem.ts'
import type { Settings } from '../settings.ts'
import { table } from '../table.ts'
import type { WrittenFile } from './write.ts'

/** One file, and what became of it. */
export interface ReadPage {
  readonly source: Source
  readonly folder: string
  readonly imported: Imported | Refused
  /** Files that were there already, with another text. */
  readonly unwritten: string[]
}

const docs = 'docs/importing.md'

/** Says what was written, and everything to look at: for people on standard error, as JSON on standard output. */
export async function sayImported(
  pages: readonly ReadPage[],
  written: readonly WrittenFile[],
  settings: Settings,
): Promise<void> {
  if (settings.json) {
    process.stdout.write(jsonText({ files: pages.map((page) => jsonOf(page)), written }))
    return
  }
  if (!settings.quiet) for (const page of pages) sayNotes(page, settings)
  sayProblems(pages)
  for (const { path } of written) process.stdout.write(`${path}\n`)
  if (!settings.quiet) say(summary(pages, written))
}

function sayNotes({ imported, source }: ReadPage, settings: Settings): void {
  if ('message' in imported || imported.notes.length === 0) return
  process.stderr.write(`${renderNotes(shown(imported, source), [source], { color: settings.color, docs })}\n`)
}

function shown(imported: Imported, source: Source): ShownNote[] {
  return imported.notes.map((note) => ({
    code: note.code,
    message: note.message,
    help: note.help,
    path: source.path,
    span: notePlace(note, source),
  }))
}

function sayProblems(pages: readonly ReadPage[]): void {
  for (const { imported, unwritten } of pages) {
    if ('message' in imported) say(`error: ${imported.message}\n  = help: ${imported.help}\n`)
    for (const path of unwritten)
      say(
        `error: \`${path}\` is there already, with another text\n  = help: choose another folder with \`--out DIR\`, or replace it with \`--force\`\n`,
      )
  }
}

function summary(pages: readonly ReadPage[], written: readonly WrittenFile[]): string {
  const done = pages.flatMap(({ imported }) => ('message' in imported ? [] : [imported]))
  const notes = sum(done.map((one) => one.notes.length))
  const warnings = sum(done.map((one) => one.findings.length))
  const files = `${counted(done.length, 'page')} became ${counted(written.length, 'runbook')}`
  const fresh = written.filter(({ isNew }) => !isNew).length
  return `${files}${fresh > 0 ? ` (${fresh} unchanged)` : ''}, no word lost; ${counted(notes, 'note')} to look at, ${counted(warnings, 'warning')} of \`runbook validate\`\n`
}

function jsonOf({ source, imported, unwritten }: ReadPage, health?: Health): object {
  if ('message' in imported) return { path: source.path, refused: imported.message, help: imported.help }
  const starts = lineStarts(source.text)
  return {
    path: source.path,
    runbooks: imported.runbooks.map(({ file, runbook }) => ({
      file,
      id: runbook.frontmatter.id,
      title: runbook.title,
    })),
    counts: imported.counts,
    ...(health === undefined ? {} : { health }),
    ...(unwritten.length === 0 ? {} : { unwritten }),
    notes: shown(imported, source).map(({ code, message, help, span }) => ({
      code,
      message,
      help,
      span: { ...span, from: positionAt(starts, span.start), to: positionAt(starts, span.end) },
    })),
    warnings: imported.findings.map(({ code, message, path }) => ({ code, message, path })),
  }
}

/** Says the state of pages: a table on standard output, or JSON. */
export async function sayChecked(pages: readonly ReadPage[], settings: Settings): Promise<void> {
  const judged = pages.map((page) => ({ page, health: healthOfPage(page) }))
  if (settings.json) {
    process.stdout.write(
      jsonText({
        files: judged.map(({ page, health }) => jsonOf(page, health)),
        total: totalOf(judged.flatMap(({ health }) => health ?? [])),
      }),
    )
    return
  }
  const rows = judged.flatMap(({ page, health }) =>
    health === undefined ? [] : [[...cells(health), page.source.path]],
  )
  const all = judged.flatMap(({ health }) => health ?? [])
  const total = totalOf(all)
  if (rows.length > 1) rows.push([...cells(total, `${total.overdue}`), `${rows.length} files`])
  if (rows.length > 0)
    process.stdout.write(
      table(['steps', 'unverified', 'ungated', 'dead links', 'overdue', 'unsure', 'file'], rows),
    )
  sayProblems(pages)
}

type Total = Omit<Health, 'overdue'> & { readonly overdue: number }

function totalOf(all: readonly Health[]): Total {
  const of = (pick: (health: Health) => number): number => sum(all.map(pick))
  return {
    steps: of(({ steps }) => steps),
    unverified: of(({ unverified }) => unverified),
    ungated: of(({ ungated }) => ungated),
    deadLinks: of(({ deadLinks }) => deadLinks),
    overdue: all.filter(({ overdue }) => overdue).length,
    unsure: of(({ unsure }) => unsure),
  }
}

function cells(health: Health | Total, overdue = health.overdue ? 'yes' : '-'): string[] {
  return [health.steps, health.unverified, health.ungated, health.deadLinks, overdue, health.unsure].map(
    String,
  )
}

function healthOfPage({ imported, source }: ReadPage): Health | undefined {
  if ('message' in imported) return undefined
  const folder = dirname(resolve(source.path))
  return healthOf(imported, Date.now(), (href) => existsSync(resolve(folder, decoded(href))))
}
