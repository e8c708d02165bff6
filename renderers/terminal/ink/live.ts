import { elapsedText } from '../lines/clock.ts'
import { inline } from '../lines/markdown.ts'
import { ahead, type Ahead, type Visit } from '../model/trail.ts'
import type { RunScreen } from '../model/run-screen.ts'
import { duration } from '../../duration.ts'
import { escapeLine } from '../escape.ts'
import { styleOf, type Look, type Style } from '../style.ts'
import { cut, fitting, textWidth } from '../width.ts'

/** What stands before every live line that holds words of a runbook: they are not ours. */
export const edge = '│ '

const bare = styleOf(false)

/** Title, severity, lab and time: where the run is, in one line. */
export function statusLine(screen: RunScreen, now: number, { width, style }: Look): string {
  const { view, runbook } = screen
  if (view === undefined || runbook === undefined) return ''
  const { frontmatter, title } = runbook
  const clock = clockText(view.startedAt, frontmatter, now)
  const facts = [
    ...(frontmatter.severity === undefined ? [] : [frontmatter.severity as string]),
    ...(view.lab === undefined ? [] : ['LAB RUN']),
    clock.text,
    ...(width < 100 ? [] : [view.id]),
  ].join(' · ')
  const room = width - textWidth(facts) - edge.length - 3
  const name = cut(`${escapeLine(frontmatter.id)} ${inline(title, bare)}`, Math.max(8, room))
  return `${edge}${style.bold(name)} · ${clock.paint(style)(facts)}`
}

/** The time against the target: it turns at half of it and at its end, in words too. */
function clockText(
  startedAt: string,
  frontmatter: Parameters<typeof elapsedText>[1],
  now: number,
): { readonly text: string; readonly paint: (style: Style) => (text: string) => string } {
  const whole = Math.floor(Math.max(0, now - Date.parse(startedAt)) / 1000) * 1000
  const used = frontmatter.mttr === undefined ? 0 : whole / frontmatter.mttr
  const text = elapsedText(startedAt, frontmatter, Date.parse(startedAt) + Math.max(1000, whole))
  if (used >= 1) return { text: `${text}, over the target`, paint: (style) => style.red }
  if (used >= 0.5) return { text: `${text}, past half`, paint: (style) => style.yellow }
  return { text, paint: (style) => style.green }
}

const marks = { taken: '✓', current: '●', skipped: '↷', failed: '✗' } as const

/** The path in one line: the last sections, the current one, and what may come. */
export function pathLine(screen: RunScreen, { width, style }: Look): string {
  const { at, trail } = screen
  if (at === undefined) return ''
  const coming = ahead(at.runbook, at.section, 4)
  const past = trail.slice(-3).map((visit) => visitText(visit, style, 28))
  const rest = coming.map((one) => aheadText(one, style, 24))
  const calls = at.place.frame > 0 ? [style.dim(`in ${escapeLine(at.runbook.frontmatter.id)}`)] : []
  return fitted([...calls, ...past, ...rest], calls.length + past.length - 1, width - edge.length)
}

/** The path as a column, oldest first; what does not fit is left out above and below. */
export function pathColumn(screen: RunScreen, height: number, { width, style }: Look): string[] {
  const { at, trail } = screen
  if (at === undefined) return []
  const coming = ahead(at.runbook, at.section, Math.max(1, Math.floor(height / 2)))
  const past = trail.slice(-Math.max(1, height - coming.length))
  const room = Math.max(8, width - edge.length - 4)
  return [
    ...past.map(
      (visit) => edge + '  '.repeat(Math.min(2, visit.place.frame)) + visitText(visit, style, room),
    ),
    ...coming.map((one) => edge + aheadText(one, style, room)),
  ].slice(0, height)
}

function visitText({ title, state }: Visit, style: Style, room: number): string {
  const text = `${marks[state]} ${cut(inline(title, bare), room)}`
  if (state === 'current') return style.bold(style.cyan(text))
  return state === 'taken' ? style.green(text) : style.yellow(text)
}

function aheadText({ title, possible }: Ahead, style: Style, room: number): string {
  return style.dim(`${possible ? '?' : '○'} ${cut(inline(title, bare), room)}`)
}

/** As many parts as fit around the one that must be seen: what comes next gives way last, what is long past first. */
function fitted(parts: readonly string[], must: number, room: number): string {
  const least = Math.max(0, must)
  for (const end of [Math.min(parts.length, least + 2), least + 1]) {
    for (let from = 0; from <= least; from++) {
      for (let to = parts.length; to >= end; to--) {
        const line = parts.slice(from, to).join(' › ')
        if (textWidth(line) <= room) return edge + line
      }
    }
  }
  return edge + cut(parts[least]?.replaceAll(/\x1b\[[\d;]*m/g, '') ?? '', room)
}

/** What a command or a verification is doing now; nothing when nothing runs. */
export function workLine(screen: RunScreen, now: number, { width, style }: Look): string[] {
  const { command, poll, watched } = screen
  if (command === undefined || screen.over) return []
  if (poll?.until !== undefined || (command.polls && poll !== undefined && poll.tries > 1)) {
    const parts = [
      `try ${poll.tries}`,
      ...(poll.deadline === undefined
        ? []
        : [`until ${poll.deadline.slice(11, 19)} UTC, ${left(poll.deadline, now)} left`]),
      ...(command.running || poll.until === undefined
        ? ['trying now']
        : [`next in ${left(poll.until, now)}`]),
      ...(poll.expected === undefined
        ? []
        : [`expected ${escapeLine(poll.expected)}, actual ${escapeLine(poll.actual ?? '')}`]),
    ]
    return [style.yellow(cut(`${edge}${parts.join(' · ')}`, width))]
  }
  if (!command.running) return []
  const ran = duration(Math.max(1000, Math.floor((now - command.since) / 1000) * 1000))
  return [
    style.cyan(
      cut(
        `${edge}running for ${ran} of at most ${duration(command.command.timeout)}${watched ? '' : ' · Ctrl-C stops it'}`,
        width,
      ),
    ),
  ]
}

function left(until: string, now: number): string {
  return duration(Math.max(0, Math.ceil((Date.parse(until) - now) / 1000)) * 1000 || 0)
}

/** The keys that work wherever no question has them, or what ends a line that is typed. */
export function hintLine(
  { typing, watching }: { readonly typing: boolean; readonly watching: boolean },
  { width, style }: Look,
): string {
  const all = typing ? typingHints : [...keyHints, watching ? 'Ctrl-C leaves' : 's suspend']
  return style.dim(`  ${fitting(all, ' · ', width - 2)}`)
}

const keyHints = ['? help', '/ runbook', 'v output', 't timeline', 'o open', 'c copy']
const typingHints = ['Enter answers', 'Esc clears', '? and Enter explains', 'Ctrl-C asks what to do']
