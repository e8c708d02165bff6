/** HTML that may stand in a page as it is; every other text is escaped before it does. */
export class Html {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }

  toString(): string {
    return this.text
  }
}

export type Piece = Html | string | number | undefined | false | readonly Piece[]

/**
 * A template whose values are escaped, for text and for quoted attributes alike; nothing stands for `undefined` and
 * `false`. How the template itself is indented does not reach the page.
 */
export function html(template: TemplateStringsArray, ...pieces: readonly Piece[]): Html {
  const parts = partsOf(template)
  let text = parts[0] ?? ''
  for (const [index, piece] of pieces.entries()) text += render(piece) + (parts[index + 1] ?? '')
  return new Html(text)
}

const known = new WeakMap<TemplateStringsArray, readonly string[]>()

function partsOf(template: TemplateStringsArray): readonly string[] {
  const parts = known.get(template) ?? template.map((part) => part.replaceAll(/\s*\n\s*/g, '\n'))
  known.set(template, parts)
  return parts
}

function render(piece: Piece): string {
  if (piece === undefined || piece === false) return ''
  if (piece instanceof Html) return piece.text
  if (typeof piece === 'object') return piece.map(render).join('')
  return escape(String(piece))
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** What browsers read as syntax becomes an entity; what moves or hides text (controls, direction marks) becomes visible. */
export function escape(text: string): string {
  return text
    .replaceAll(/[&<>"']/g, (sign) => entities[sign] ?? sign)
    .replaceAll(
      /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g,
      (sign) => `\\u{${sign.codePointAt(0)?.toString(16)}}`,
    )
}
