import type { Diagnostic } from '../diagnostic.ts'
import type { Runbook } from '../model.ts'
import type { Source } from '../source.ts'
import { findHiddenCharacters } from './characters.ts'
import { openEnvelope, type Envelope } from './envelope.ts'
import { openFindings } from './findings.ts'
import { readFrontmatter } from './frontmatter.ts'
import { checkLimits } from './limits.ts'
import { readMarkdown } from './markdown.ts'
import { readPage, type ReadPage } from './page.ts'

/**
 * Reads a runbook. Always gives both: the runbook as far as it can be read, each part with its place in the
 * text, and everything that was found while reading, in the order of the text. Never throws and never reads
 * anything but the source; a text beyond the limits of `limits.ts` is not given to the Markdown parser.
 */
export function parseRunbook(source: Source): { runbook: Runbook; diagnostics: Diagnostic[] } {
  const { path, text } = source
  const findings = openFindings(path)
  const envelope = openEnvelope(text)
  const fits = checkLimits(text, findings)
  const { frontmatter, places } = readFrontmatter(fits ? text : '', envelope, findings)
  const start = bodyStart(envelope)
  const page = fits
    ? readPage(readMarkdown(text, envelope.start), path, text, start, findings)
    : emptyPage(start)
  const runbook: Runbook = { path, text, frontmatter, frontmatterPlaces: places, ...page }
  const title = page.title === '' ? (frontmatter.title ?? '') : page.title
  findHiddenCharacters(runbook, findings)
  const diagnostics = findings.list.sort((a, b) => a.span.start - b.span.start)
  return { runbook: { ...runbook, title }, diagnostics }
}

function bodyStart({ start, yaml }: Envelope): number {
  return yaml === undefined ? start : yaml.end
}

function emptyPage(start: number): ReadPage {
  return {
    title: '',
    titleSpan: { start, end: start },
    introduction: [],
    sections: [],
    paths: [],
    anchors: new Map(),
    links: [],
    samples: [],
  }
}
