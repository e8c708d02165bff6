import { EVENT_ID, getScalarValue, parseEvents, SCALAR_STYLE, YAMLException } from 'js-yaml'
import type { Event, ScalarEvent } from 'js-yaml'
import type { Span } from '../source.ts'

/** A mapping's key and value, or a list's item (its key is the item itself), in the whole file. */
export interface Place {
  readonly key: Span
  readonly value: Span
}

/** What went wrong while YAML was read; `bad-yaml` leaves no value, the others do. */
export interface YamlProblem {
  readonly code: 'bad-yaml' | 'duplicate-key'
  readonly span: Span
  readonly message: string
  /** The other place: the first of two equal keys. */
  readonly first?: Span
}

export interface Yaml {
  /** Plain objects (without a prototype), arrays and scalars; nothing when the YAML cannot be read. */
  readonly value: unknown
  /** By dotted path, `inputs.API.type` or `alerts.0`. */
  readonly places: ReadonlyMap<string, Place>
  readonly problems: readonly YamlProblem[]
}

/**
 * Reads one YAML document that begins at `offset` of its file: YAML 1.2 core, without anchors, aliases, tags
 * and merges. Of equal keys the last one counts. A number that would lose its spelling (`010`, `1.10`,
 * `12345678901234567890`) stays text. Never throws.
 */
export function readYaml(text: string, offset: number): Yaml {
  const reader = new Reader(text, offset)
  try {
    const value = reader.document(parseEvents(text, { maxDepth: 32 }))
    return { value, places: reader.places, problems: reader.problems }
  } catch (error) {
    return { value: undefined, places: new Map(), problems: [asProblem(error, text, offset)] }
  }
}

class Refusal extends Error {
  readonly span: Span
  constructor(message: string, span: Span) {
    super(message)
    this.span = span
  }
}

class Reader {
  readonly places = new Map<string, Place>()
  readonly problems: YamlProblem[] = []
  readonly #text: string
  readonly #offset: number
  #events: readonly Event[] = []
  #next = 0

  constructor(text: string, offset: number) {
    this.#text = text
    this.#offset = offset
  }

  document(events: readonly Event[]): unknown {
    this.#events = events
    const documents = events.filter((event) => event.type === EVENT_ID.DOCUMENT).length
    if (documents > 1) throw new Refusal('frontmatter is one YAML document', this.#span(0, 3))
    this.#next = 1
    if (events[1] === undefined || events[1].type === EVENT_ID.POP) return null
    return this.#value('').value
  }

  #value(path: string): { value: unknown; span: Span } {
    const event = this.#events[this.#next++]
    if (event === undefined) return { value: null, span: this.#span(0, 0) }
    if (event.type === EVENT_ID.ALIAS) {
      throw new Refusal('aliases are not read', this.#span(event.anchorStart - 1, event.anchorEnd))
    }
    if (event.type === EVENT_ID.SCALAR) return this.#scalar(event)
    if (event.type === EVENT_ID.MAPPING) return this.#mapping(path, event.start)
    if (event.type === EVENT_ID.SEQUENCE) return this.#sequence(path, event.start)
    return { value: null, span: this.#span(0, 0) }
  }

  #scalar(event: ScalarEvent): { value: unknown; span: Span } {
    if (event.tagStart >= 0) throw new Refusal('tags are not read', this.#span(event.tagStart, event.tagEnd))
    const quoted = event.style === SCALAR_STYLE.SINGLE_QUOTED || event.style === SCALAR_STYLE.DOUBLE_QUOTED
    const wider = quoted ? 1 : 0
    const span =
      event.valueStart < 0 ? this.#emptyValue() : this.#span(event.valueStart - wider, event.valueEnd + wider)
    const text = getScalarValue(this.#text, event)
    return { value: event.style === SCALAR_STYLE.PLAIN ? resolve(text) : text, span }
  }

  /** A missing value stands right after its key's colon. */
  #emptyValue(): Span {
    const before = this.#events[this.#next - 2]
    const end = before?.type === EVENT_ID.SCALAR ? Math.max(0, before.valueEnd) : 0
    const colon = this.#text.indexOf(':', end)
    return this.#span(colon < 0 ? end : colon + 1, colon < 0 ? end : colon + 1)
  }

  #mapping(path: string, start: number): { value: unknown; span: Span } {
    const value: Record<string, unknown> = Object.create(null) as Record<string, unknown>
    let end = start
    while (this.#peek() !== EVENT_ID.POP) {
      const key = this.#value(`${path}?`)
      const name = String(key.value)
      const inner = join(path, name)
      const first = this.places.get(inner)
      if (Object.hasOwn(value, name) && first !== undefined) this.#duplicate(name, key.span, first.key)
      const read = this.#value(inner)
      value[name] = read.value
      this.places.set(inner, { key: key.span, value: read.span })
      end = read.span.end - this.#offset
    }
    return { value, span: this.#close(start, end, '}') }
  }

  #sequence(path: string, start: number): { value: unknown; span: Span } {
    const value: unknown[] = []
    let end = start
    while (this.#peek() !== EVENT_ID.POP) {
      const inner = join(path, String(value.length))
      const item = this.#value(inner)
      value.push(item.value)
      this.places.set(inner, { key: item.span, value: item.span })
      end = item.span.end - this.#offset
    }
    return { value, span: this.#close(start, end, ']') }
  }

  #duplicate(name: string, span: Span, first: Span): void {
    const message = `the key \`${name}\` stands twice; the last one counts`
    this.problems.push({ code: 'duplicate-key', span, message, first })
  }

  #peek(): number {
    return this.#events[this.#next]?.type ?? EVENT_ID.POP
  }

  /** Steps over the end of a collection; a flow collection reaches to its bracket. */
  #close(start: number, end: number, bracket: string): Span {
    this.#next++
    const flow = '{['.includes(this.#text[start] ?? ' ')
    const closing = flow ? this.#text.indexOf(bracket, end) : -1
    return this.#span(start, closing < 0 ? end : closing + 1)
  }

  #span(start: number, end: number): Span {
    const clamp = (at: number) => this.#offset + Math.min(Math.max(at, 0), this.#text.length)
    return { start: clamp(start), end: clamp(end) }
  }
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`
}

function resolve(text: string): unknown {
  if (/^(?:|~|null|Null|NULL)$/.test(text)) return null
  if (/^(?:true|True|TRUE)$/.test(text)) return true
  if (/^(?:false|False|FALSE)$/.test(text)) return false
  return /^-?\d+(?:\.\d+)?$/.test(text) && String(Number(text)) === text ? Number(text) : text
}

function asProblem(error: unknown, text: string, offset: number): YamlProblem {
  if (error instanceof Refusal) return { code: 'bad-yaml', span: error.span, message: error.message }
  const at = error instanceof YAMLException ? Math.min(error.mark?.position ?? 0, text.length) : 0
  const reason = error instanceof YAMLException ? error.reason : 'nested too deeply'
  return {
    code: 'bad-yaml',
    span: { start: offset + at, end: offset + Math.min(at + 1, text.length) },
    message: `this is not YAML: ${reason}`,
  }
}
