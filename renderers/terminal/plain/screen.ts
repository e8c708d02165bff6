import type { RunEvent } from '../../../engine/machine/types.ts'
import type { Runbook, Section } from '../../../engine/model.ts'
import type { Verdict } from '../../../engine/outcome.ts'
import type { Notice, RunView } from '../../../engine/run/types.ts'
import { duration } from '../../duration.ts'
import { factText, roleWords } from '../../facts.ts'
import { escapeLine, escapeText } from '../escape.ts'
import { OutputScreen } from '../output.ts'
import { cut } from '../width.ts'
import { RunClock } from '../lines/clock.ts'
import { endLines, suspendedLines } from '../lines/end.ts'
import { failureLines } from '../lines/failure.ts'
import { commandLines, commandTraits, framed, gutter } from '../lines/frame.ts'
import { headerLines } from '../lines/header.ts'
import { labelText, sectionLines } from '../lines/section.ts'
import { LineWriter, type Sheet } from './sheet.ts'
import { verdictLines } from '../lines/verdict.ts'

type Attempted = Extract<RunEvent, { type: 'attempted' }>

/**
 * The plain screen: lines for terminals, pipes and screen readers. It draws what a run tells it and keeps
 * nothing but what the next line needs.
 */
export class PlainScreen {
  readonly #sheet: Sheet
  readonly #writer: LineWriter
  #clock: RunClock | undefined
  #view: RunView | undefined
  #output: OutputScreen | undefined
  /** The polled block whose command stands on the screen, and what its last try showed. */
  #polled: { readonly key: string; shown: string } | undefined
  /** A try that did not hold: a failure, unless the next thing is another try. */
  #undecided: (() => void) | undefined

  constructor(sheet: Sheet) {
    this.#sheet = sheet
    this.#writer = new LineWriter(sheet)
  }

  /** An `Observer`. */
  readonly observe = (notice: Notice): void => {
    if (notice.kind !== 'waiting') this.settle()
    switch (notice.kind) {
      case 'started':
        return this.#start(notice)
      case 'entered':
        return this.#enter(notice.runbook, notice.section)
      case 'command':
        return this.#command(notice)
      case 'output':
        return this.#print(this.#output?.write(notice.stream, notice.bytes) ?? '')
      case 'waiting':
        return this.#wait(notice)
      case 'happened':
        return this.#happened(notice.event, notice.runbook, notice.section)
      case 'warned':
        return this.say([
          this.#sheet.look.style.yellow(`note: ${escapeText(notice.message)}`),
          ...(notice.help === undefined ? [] : [`  = help: ${escapeText(notice.help)}`]),
        ])
      case 'ended':
        return this.say(endLines(notice.view, notice.effect, this.#elapsed(), this.#sheet.look))
      case 'suspended':
        return this.say(suspendedLines(notice, this.#sheet.look))
    }
  }

  /** Prints lines of ours between the run's. */
  say(lines: readonly string[]): void {
    this.settle()
    this.remind()
    this.#writer.lines(lines)
  }

  /** Prints a failure that was held back because another try might have followed. */
  settle(): void {
    const undecided = this.#undecided
    this.#undecided = undefined
    undecided?.()
  }

  /** Says what has become due since the last time: half of the target, all of it, the time to escalate. */
  remind(): void {
    const due = this.#clock?.reminders(this.#sheet.now()) ?? []
    this.#writer.lines(due.map((text) => this.#sheet.look.style.yellow(`time: ${text}`)))
  }

  #start({ view, runbook, resumed }: Extract<Notice, { kind: 'started' }>): void {
    this.#view = view
    this.#clock = new RunClock(view.startedAt, runbook.frontmatter)
    this.#writer.lines(headerLines(view, runbook, resumed, this.#sheet.look))
    this.remind()
  }

  #enter(runbook: Runbook, section: Section): void {
    this.#polled = undefined
    this.say(['', ...sectionLines(runbook, section, this.#elapsed(), this.#sheet.look)])
  }

  #command({ command, effect }: Extract<Notice, { kind: 'command' }>): void {
    const section = this.#view?.machine.runbooks
      .get(effect.runbook)
      ?.sections.find((candidate) => candidate.id === effect.section)
    const block = section?.blocks[effect.block]
    const key = `${effect.frame} ${effect.runbook} ${effect.section} ${effect.block}`
    const polls = block?.expectation?.within !== undefined && effect.purpose !== 'check-first'
    this.#headed = false
    this.#output = new OutputScreen({
      gutter,
      width: this.#outputWidth(),
      colors: this.#sheet.look.style.bold('.') !== '.',
    })
    const again = this.#polled?.key === key
    if (polls && !again) this.#polled = { key, shown: '' }
    if (!polls) this.#polled = undefined
    if (again && this.#polled !== undefined) return void (this.#polled.shown = '')
    const { style } = this.#sheet.look
    const label =
      section === undefined || block === undefined ? [] : labelText(section, block, this.#sheet.look)
    const purpose = purposeWords[effect.purpose] ?? ''
    this.say([
      '',
      ...label,
      `${style.bold(`${roleWords[command.role]}${purpose}`)} ${style.dim(commandTraits(command))}`,
      ...(command.digest === this.#confirmed ? [] : commandLines(command, this.#sheet.look)),
    ])
  }

  #print(text: string): void {
    if (text === '') return
    const heading = this.#headed ? '' : `${this.#sheet.look.style.dim('  output')}\n`
    this.#headed = true
    if (this.#polled === undefined) this.#writer.raw(heading + text)
    else this.#polled.shown = (this.#polled.shown + heading + text).slice(-(1 << 16))
  }

  #wait({ until, deadline }: Extract<Notice, { kind: 'waiting' }>): void {
    this.#undecided = undefined
    const now = this.#sheet.now()
    const left = deadline === undefined ? '' : `, ${duration(Date.parse(deadline) - now)} left`
    const line = `  … not yet${this.#lastTry}; next try in ${duration(Date.parse(until) - now)}${left}`
    this.remind()
    this.#writer.status(cut(line, this.#sheet.look.width))
  }

  #lastTry = ''
  /** Whether the output of this command has its heading. */
  #headed = false
  /** Digest of the command that stood in the last gate: it need not be shown twice. */
  #confirmed: string | undefined

  #happened(event: RunEvent, runbook: Runbook, section: Section): void {
    if (event.type === 'attempted') return this.#judge(event, runbook, section)
    if (event.type === 'waited') return
    if (event.type === 'confirmed') this.#passed(event, section)
    const by = event.by === undefined ? '' : ` (${event.by})`
    this.say([`  ${escapeText(`→ ${factText(event, runbook, section)}${by}`).replaceAll('\n', '\n    ')}`])
  }

  /** A gate that a flag passed was never on the screen: its text is shown now, and its command when it starts. */
  #passed(event: Extract<RunEvent, { type: 'confirmed' }>, section: Section): void {
    const gate = section.gates[event.gate]
    const seen = event.by?.startsWith('--') !== true
    this.#confirmed = seen ? event.digest : undefined
    if (seen || gate === undefined) return
    this.say([gate.kind.toUpperCase(), ...framed(gate.markdown, this.#sheet.look)])
  }

  #judge(event: Attempted, runbook: Runbook, section: Section): void {
    this.#print(this.#output?.end() ?? '')
    const shown = this.#polled?.shown ?? ''
    const polls = this.#polled !== undefined
    const show = (): void => {
      this.#writer.raw(lastLines(shown))
      this.#report(event, runbook, section)
    }
    if (!polls || event.verdict.held) return show()
    const failed = event.verdict.checks.find((check) => !check.held)
    this.#lastTry =
      failed === undefined
        ? ''
        : ` (expected ${escapeLine(failed.expected)}, actual ${escapeLine(failed.actual)})`
    this.#undecided = show
  }

  #report(event: Attempted, runbook: Runbook, section: Section): void {
    const block = section.blocks[event.block]
    const { look } = this.#sheet
    const fails = !event.verdict.held && block !== undefined && block.role !== 'ask' && !block.options.first
    const shown = fails ? { ...event, verdict: withoutFailed(event.verdict) } : event
    this.#writer.lines(verdictLines(shown, block, this.#elapsed(), look))
    if (!fails || this.#view === undefined) return
    const { id, directory } = this.#view
    this.#writer.lines(failureLines({ run: id, directory, runbook, section, block, event }, look))
  }

  #elapsed(): string {
    return this.#clock?.elapsed(this.#sheet.now()) ?? ''
  }

  #outputWidth(): number {
    return this.#sheet.interactive ? Math.max(20, this.#sheet.look.width - gutter.length) : 0
  }
}

const purposeWords: Readonly<Record<string, string>> = {
  'check-first': ' first: if this holds, the action is not needed',
  settle: ' once more, because it is not known whether the action ran',
  rollback: '',
}

/** What failed stands in the frame of the failure, beside the line that failed. */
function withoutFailed({ checks }: Verdict): Verdict {
  return { held: false, checks: checks.filter(({ held }) => held) }
}

/** The last 40 lines of what a polled command showed. */
function lastLines(shown: string): string {
  return shown.split('\n').slice(-41).join('\n')
}
