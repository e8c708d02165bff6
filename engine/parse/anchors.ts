import { readDocument } from './document.ts'
import { openEnvelope } from './envelope.ts'
import { checkLimits } from './limits.ts'
import { openFindings } from './findings.ts'
import { readOutline } from './outline.ts'

/** The anchors of a Markdown page that is no runbook: of its headings, and of `id` and `name` in HTML. Nothing when it cannot be read. */
export function readPageAnchors(path: string, text: string): ReadonlySet<string> | undefined {
  const envelope = openEnvelope(text)
  if (checkLimits(text, envelope, openFindings(path)) !== undefined) return undefined
  const html = [...text.matchAll(/<\w+[^>]*\s(?:id|name)=["']([^"']+)["']/g)].map((match) => match[1] ?? '')
  return new Set([...readOutline(readDocument(text, envelope)).slugs.values(), ...html])
}
