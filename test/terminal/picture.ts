import { userInfo } from 'node:os'
import type { IBufferCell } from '@xterm/headless'
import xterm from '@xterm/headless'
import { h, s } from 'hastscript'
import { toHtml } from 'hast-util-to-html'
import { textWidth } from '../../renderers/terminal/width.ts'
import type { Size } from '../helpers/tmux.ts'

/** Pixels of one cell, its line, and the edge around the screen. */
const cell = { width: 8.4, height: 18, edge: 12 } as const

/** The colours of ours, by their numbers of the 256. */
const palette = { 28: '#008700', 30: '#008787', 130: '#af5f00', 196: '#f00' } as const

interface Span {
  readonly text: string
  readonly looks: string
}

/**
 * Draws what a terminal shows, as an SVG that reads on light and dark pages. `screen` is what tmux captured, with its
 * colours; what differs from run to run is replaced first: `folder` by `~/orders`, people, ids and times by one of each.
 */
export async function picture(
  screen: string,
  { columns, rows }: Size,
  title: string,
  folder: string,
): Promise<string> {
  const lines = await cells(screen, { columns, rows })
  const steady = lines.map((line) => ruled(line.map(steadied(folder)), columns))
  const width = Math.ceil(columns * cell.width + 2 * cell.edge)
  const height = rows * cell.height + 2 * cell.edge
  const frame = s('rect', { width, height, rx: 8, class: 'frame' })
  const svg = s(
    'svg',
    { xmlns: 'http://www.w3.org/2000/svg', viewBox: `0 0 ${width} ${height}`, width, role: 'img' },
    [s('title', title), h('style', styles()), frame, ...steady.flatMap(drawn)],
  )
  return `${toHtml(svg, { space: 'svg', closeEmptyElements: true })}\n`
}

/** The screen as a terminal understands it, line by line, in stretches that look alike. */
async function cells(screen: string, { columns, rows }: Size): Promise<Span[][]> {
  const terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, convertEol: true })
  await new Promise<void>((done) => terminal.write(screen.replace(/\n$/, ''), done))
  const buffer = terminal.buffer.active
  return Array.from({ length: rows }, (_, y) => {
    const line = buffer.getLine(buffer.viewportY + y)
    const spans: Span[] = []
    for (let x = 0; x < columns; x += 1) {
      const one = line?.getCell(x)
      if (one === undefined || one.getWidth() === 0) continue
      const looks = looksOf(one)
      const text = one.getChars() || ' '
      const last = spans.at(-1)
      if (last?.looks === looks) spans[spans.length - 1] = { looks, text: last.text + text }
      else spans.push({ looks, text })
    }
    return spans
  })
}

function looksOf(one: IBufferCell): string {
  const colour = one.isFgDefault() ? [] : [`c${one.getFgColor()}`]
  const looks = {
    b: one.isBold(),
    d: one.isDim(),
    i: one.isItalic(),
    u: one.isUnderline(),
    v: one.isInverse(),
  }
  return [...colour, ...Object.entries(looks).flatMap(([name, on]) => (on === 0 ? [] : [name]))].join(' ')
}

/** Replaces what differs from run to run. */
function steadied(folder: string): (span: Span) => Span {
  return ({ text, looks }) => ({
    looks,
    text: text
      .replaceAll(folder, '~/orders')
      .replaceAll(`(${userInfo().username})`, '(anna)')
      .replace(/\b([A-Z]+-\d+)-\d{8}-\d{4}-\w{4}\b/g, '$1-20261125-0312-k3f9')
      .replace(/\b\d+(\.\d+)? (ms|s)\b/g, '1 s'),
  })
}

/** Gives back to the rule of a line the columns that replacing took from it, or takes them; spaces at the end go. */
function ruled(line: readonly Span[], columns: number): Span[] {
  const length = line.reduce((sum, { text }) => sum + textWidth(text), 0)
  const stretched = line.map(({ text, looks }) => ({
    looks,
    text: text.replace(/─{8,}/, (rule) => '─'.repeat(Math.max(3, rule.length + columns - length))),
  }))
  const last = stretched.at(-1)
  return last === undefined ? [] : [...stretched.slice(0, -1), { ...last, text: last.text.trimEnd() }]
}

function drawn(line: readonly Span[], row: number) {
  let column = 0
  return line.flatMap(({ text, looks }) => {
    const x = (cell.edge + column * cell.width).toFixed(1)
    const length = textWidth(text)
    column += length
    const y = cell.edge + row * cell.height + 13
    const textLength = (length * cell.width).toFixed(1)
    return text.trim() === ''
      ? []
      : [s('text', { x, y, textLength, ...(looks !== '' && { class: looks }) }, text)]
  })
}

function styles(): string {
  const colours = Object.entries(palette).map(([number, colour]) => `.c${number}{fill:${colour}}`)
  return [
    'text{font:14px ui-monospace,"DejaVu Sans Mono",Menlo,Consolas,monospace;white-space:pre;fill:#24292f}',
    '.frame{fill:#fff;stroke:#d0d7de}.b{font-weight:bold}.d{opacity:.75}.i{font-style:italic}.u{text-decoration:underline}.v{font-weight:bold}',
    ...colours,
    `@media(prefers-color-scheme:dark){text{fill:#d0d7de}.frame{fill:#0d1117;stroke:#30363d}}`,
  ].join('')
}
