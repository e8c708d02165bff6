import { askKey, askNote, type Asking } from '../../../renderers/terminal/questions/asking.ts'
import { listenToSignals, type Interrupts, type Interruption } from '../../run/interrupts.ts'
import type { Commands, Running } from '../../run/commands.ts'

/** What Ctrl-C needs of the terminal. */
export interface CtrlCDoors {
  /** How the question is asked; a Ctrl-C at it leaves. None when nobody can answer. */
  readonly asking?: Asking
  /** Puts what was chosen into the transcript. */
  readonly say: (lines: readonly string[]) => void
  /** Hands a signal on to the question that stands; false when none does. */
  readonly interruptQuestion: () => boolean
  /** Keeps the screen still while the question stands. */
  readonly hold: (still: boolean) => void
}

const answerWords = {
  'go-on': 'it goes on',
  suspend: 'it comes to rest as soon as it can',
  stop: 'the command is stopped',
} as const

/**
 * Ctrl-C: once asks (go on, suspend, stop the command), twice stops the command and suspends the run. With
 * nobody to ask, once is enough.
 */
export class CtrlC {
  readonly interrupts: Interrupts
  readonly #rest = new AbortController()
  readonly #doors: CtrlCDoors
  readonly #running = new Set<Running>()
  #note: string | undefined
  #asking = false

  constructor(doors: CtrlCDoors) {
    this.#doors = doors
    const signals = listenToSignals(() => this.#signalled())
    signals.signal.addEventListener('abort', () => this.rest(signals.signal.reason as Interruption))
    this.interrupts = {
      signal: this.#rest.signal,
      note: () => this.#note,
      rearm: () => signals.rearm(),
      close: () => signals.close(),
    }
  }

  /** The run comes to rest as soon as it can; `note` is a word for whoever goes on. */
  rest(why: Interruption, note?: string): void {
    this.#note = note
    this.#rest.abort(why)
  }

  /** The same commands, remembering what runs now, so that it can be stopped. */
  watch(commands: Commands): Commands {
    return {
      prepare: (...words) => commands.prepare(...words),
      prepareUndo: (...words) => commands.prepareUndo(...words),
      preparePost: (...words) => commands.preparePost(...words),
      start: async (...words) => this.#remember(await commands.start(...words)),
      find: async (...words) => {
        const found = await commands.find(...words)
        if (found.state === 'running') this.#remember(found.running)
        return found
      },
      get session() {
        return commands.session
      },
      close: () => commands.close(),
    }
  }

  /** The question of one Ctrl-C: whether the run goes on. */
  async ask(): Promise<'go-on' | 'leave'> {
    const { asking, hold } = this.#doors
    if (asking === undefined) {
      this.rest('interrupted')
      return 'leave'
    }
    this.#asking = true
    hold(true)
    const answer = await this.#question(asking)
    if (answer !== undefined) this.#doors.say([`  → ${answerWords[answer]}`])
    if (answer === 'suspend') this.rest('operator', await askNote(asking))
    hold(false)
    this.#asking = false
    this.interrupts.rearm()
    if (answer === 'stop') for (const running of this.#running) running.stop()
    if (answer === undefined) this.rest('interrupted')
    return this.#rest.signal.aborted ? 'leave' : 'go-on'
  }

  /** Suspends the run by the operator's wish, with a note. */
  async suspend(): Promise<void> {
    const { asking } = this.#doors
    if (this.#asking || asking === undefined) return
    this.#asking = true
    this.rest('operator', await askNote(asking))
    this.#asking = false
  }

  #question(asking: Asking): Promise<'go-on' | 'stop' | 'suspend' | undefined> {
    const runs = this.#running.size > 0
    const keys = [
      { key: 'g', text: 'go on', means: 'go-on' as const },
      {
        key: 's',
        text: runs ? 'suspend the run when this command has ended' : 'suspend the run',
        means: 'suspend' as const,
      },
      ...(runs
        ? [{ key: 'c', text: 'stop the command; the run then asks how to go on', means: 'stop' as const }]
        : []),
    ]
    const twice = `Ctrl-C again ${runs ? 'stops the command and ' : ''}suspends the run at once`
    return askKey(asking, ['', `interrupted: what now? (${twice})`], keys, [
      '  nothing changes until you choose',
    ])
  }

  #signalled(): void {
    if (this.#asking || this.#doors.interruptQuestion()) return
    void this.ask()
  }

  #remember(running: Running): Running {
    this.#running.add(running)
    const forget = (): void => void this.#running.delete(running)
    running.outcome.then(forget, forget)
    return running
  }
}
