import type { Diagnostic } from '../diagnostic.ts'
import type { Runbook } from '../model.ts'
import type { Source } from '../source.ts'
import { findHiddenCharacters } from './characters.ts'
import { openEnvelope, type Envelope } from './envelope.ts'
import { openFindings, type Findings } from './findings.ts'
import { nothingRead, readFrontmatter } from './frontmatter.ts'
import { readDocument } from './document.ts'
import { checkLimits } from './limits.ts'
import { readPage, type ReadPage } from './page.ts'
import type { Document } from './tree.ts'

/**
 * Reads a runbook. Always gives both: the runbook as far as it can be read, each part with its place in the
 * text, and everything that was found while reading, in the order of the text. Never throws and never reads
 * anything but the source; a text beyond the limits of `limits.ts` is not given to the Markdown parser.
 */
export function parseRunbook(source: Source): { runbook: Runbook; diagnostics: Diagnostic[] } {
  const { path, text } = source
  const findings = openFindings(path)
  const envelope = openEnvelope(text)
  const limit = checkLimits(text, envelope, findings)
  const { frontmatter, places } =
    limit === 'too-large' ? nothingRead : readFrontmatter(text, envelope, findings)
  const start = bodyStart(envelope)
  const document = limit === undefined ? readMarkdownSafely(text, envelope, findings) : undefined
  const page = document === undefined ? emptyPage(start) : readPage(document, path, text, start, findings)
  const title = page.title === '' ? (frontmatter.title ?? '') : page.title
  const runbook: Runbook = { path, text, frontmatter, frontmatterPlaces: places, ...page, title }
  if (document !== undefined) findHiddenCharacters(runbook, findings)
  return { runbook, diagnostics: findings.list.sort((a, b) => a.span.start - b.span.start) }
}

/** The Markdown parser recurses: a stack that ends is a finding, as the limits cannot foresee every text. */
function readMarkdownSafely(text: string, envelope: Envelope, findings: Findings): Document | undefined {
  try {
    return readDocument(text, envelope)
  } catch {
    const start = bodyStart(envelope)
    findings.add(
      'too-complex',
      { start, end: start },
      'the Markdown of this file nests too deeply to be read',
      {
        help: 'write emphasis, links and lists less deep inside each other',
      },
    )
    return undefined
  }
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
    phases: [],
    reminders: [],
    anchors: new Map(),
    links: [],
    samples: [],
    comments: [],
  }
}
