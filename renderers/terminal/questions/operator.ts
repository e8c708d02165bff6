import type { Decision } from '../../../engine/model.ts'
import type { Command } from '../../../engine/run/commands.ts'
import type {
  DecisionQuestion,
  GateQuestion,
  ManualQuestion,
  MessageQuestion,
  NotifyQuestion,
  Operator,
  TickQuestion,
} from '../../../engine/run/operator.ts'
import type { Look } from '../style.ts'
import { escapeLine } from '../escape.ts'
import { askLine, askReason, type Asking, type ShortLine } from './asking.ts'
import { decisionLines, readBranch } from '../lines/decision.ts'
import { framed } from '../lines/frame.ts'
import { gateLines, willRun } from '../lines/gate.ts'
import { inline, markdownLines } from '../lines/markdown.ts'
import { askMessage, type TextDoors } from './message.ts'
import { askRecovery, type ProblemOf } from './recovery.ts'
import { askSettlement } from './settlement.ts'

type Answered<T extends keyof Operator> = ReturnType<Operator[T]>

/**
 * The operator at an interactive terminal. Prompts hold our words only; whatever comes from the runbook stands
 * in a frame above them. Nothing but a typed answer counts: not Enter alone, not pasted or typed-ahead keys, not silence.
 */
export class TerminalOperator implements Operator {
  readonly #asking: Asking
  readonly #look: Look
  readonly #host: string
  readonly #problemOf: ProblemOf
  readonly #texts: TextDoors

  /** `host`: name of this machine, for questions about commands that may have run on it; `problemOf` judges new values of inputs. */
  constructor(asking: Asking, look: Look, host: string, problemOf: ProblemOf, texts: TextDoors) {
    this.#texts = texts
    this.#asking = asking
    this.#look = look
    this.#host = host
    this.#problemOf = problemOf
  }

  async confirm(question: GateQuestion): Answered<'confirm'> {
    const gate = question.section.gates[question.gate]
    if (gate === undefined) return { yes: false }
    const typed = gate.asks === 'name' ? (gate.typed ?? question.section.id) : undefined
    return askLine(this.#asking, {
      lines: gateLines(question, gate, this.#look),
      prompt: typed === undefined ? 'go ahead? [y/n/?] ' : 'the text above, or n to refuse: ',
      explain: gateHelp(typed !== undefined),
      ...(typed === undefined ? { keys: yesOrNo } : {}),
      ...copied(question.command),
      read: (line) => (typed === undefined ? readYes(line) : readName(line, typed)),
    })
  }

  async choose(question: DecisionQuestion): Answered<'choose'> {
    const { proposed, section } = question
    if (section.kind !== 'decision') return undefined
    const answer = await askLine(this.#asking, {
      lines: decisionLines(question, section, this.#look),
      prompt:
        proposed === undefined ? 'which branch? [number/?] ' : 'take the proposed branch? [y/number/?] ',
      explain: [
        '  type the number of a branch and Enter; the run goes where it leads',
        ...(proposed === undefined
          ? []
          : ['  y takes the proposed one; another number overrules the conditions']),
      ],
      read: (line) => readBranch(line, section.branches, question),
      keys: branchKeys(section, question),
      ...(section.branches.length > 9 ? { words: 'type a number' } : {}),
    })
    if (answer === undefined || proposed === undefined || answer.branch === proposed) return answer
    const reason = await askReason(this.#asking, 'why not the proposed branch? ')
    return reason === undefined ? undefined : { ...answer, reason }
  }

  async tell(question: MessageQuestion): Answered<'tell'> {
    return askMessage(this.#asking, question, this.#texts, this.#look)
  }

  async tick({ section, item }: TickQuestion): Answered<'tick'> {
    const text = section.kind === 'checklist' ? (section.items[item]?.text ?? '') : ''
    return askLine(this.#asking, {
      lines: [`[ ] ${inline(text, this.#look.style)}`],
      prompt: 'done? [y/n, then a note if you like] ',
      explain: ['  y ticks the item, n says that it cannot be done; words after it are kept as a note'],
      keys: [
        { key: 'y', text: 'done', line: 'y' },
        { key: 'n', text: 'it cannot be done', line: 'n' },
      ],
      words: 'with a note: y or n, then the note',
      read: (line) => {
        const { word, note } = split(line)
        if (word === 'y' || word === 'yes') return { ticked: true, ...note }
        return word === 'n' || word === 'no'
          ? { ticked: false, ...note }
          : 'type y or n, then a note if you like'
      },
    })
  }

  async instruct({ section }: ManualQuestion): Answered<'instruct'> {
    const text = section.kind === 'manual' ? section.instruction.markdown : ''
    const lines = markdownLines(text, { ...this.#look, width: this.#look.width - 4 })
    return askLine(this.#asking, {
      lines: ['do this by hand:', ...lines.map((line) => `  │ ${line}`)],
      prompt: 'how did it go? [d(one)/f(ailed)/s(kip), then a note if you like] ',
      explain: ['  d: it is done; f: it failed, and the run asks how to go on; s: it was left out'],
      keys: [
        { key: 'd', text: 'done', line: 'd' },
        { key: 'f', text: 'it failed: the run asks how to go on', line: 'f' },
        { key: 's', text: 'it was left out', line: 's' },
      ],
      words: 'with a note: d, f or s, then the note',
      read: (line) => {
        const { word, note } = split(line)
        const how = manualWords[word]
        return how === undefined ? 'type d, f or s, then a note if you like' : { how, ...note }
      },
    })
  }

  async recover(question: Parameters<Operator['recover']>[0]): Answered<'recover'> {
    return askRecovery(this.#asking, question, this.#problemOf, this.#look)
  }

  async settle(question: Parameters<Operator['settle']>[0]): Answered<'settle'> {
    return askSettlement(this.#asking, question, this.#host, this.#look)
  }

  async notify({ level }: NotifyQuestion): Answered<'notify'> {
    const more = level.authority === undefined ? '' : `: ${level.authority}`
    return askLine(this.#asking, {
      lines: ['time to tell', ...framed(`${level.to}${more}`, this.#look)],
      prompt: 'who was told? [a name, or n for nobody] ',
      explain: ['  the name stands in the record, with the time; the run goes on either way'],
      read: (line) => (/^no?$/i.test(line) ? { nobody: true as const } : { person: line }),
    })
  }

  async proceed({ command, section }: Parameters<Operator['proceed']>[0]): Answered<'proceed'> {
    return askLine(this.#asking, {
      lines: [`next in ${escapeLine(section.title)}`, ...willRun(command, this.#look)],
      prompt: 'run this block? [y/n/?] ',
      explain: ['  y runs the block above; n suspends the run before it'],
      keys: yesOrNo,
      ...copied(command),
      read: readYes,
    })
  }
}

const yesOrNo = [
  { key: 'y', text: 'yes, run exactly the command above', line: 'y' },
  { key: 'n', text: 'no', line: 'n' },
]

function copied(command: Command | undefined): { readonly copies?: string } {
  return command === undefined ? {} : { copies: command.script }
}

/** The proposed branch by `y`, and the first nine by their numbers; a number overrules the proposal. */
function branchKeys({ branches }: Decision, { proposed, exhausted }: DecisionQuestion): ShortLine[] {
  const numbers = branches.slice(0, 9).flatMap((_, index): ShortLine[] => {
    const number = String(index + 1)
    const taken = index === proposed || exhausted.includes(index)
    return taken ? [] : [{ key: number, text: `take branch ${number}`, line: number }]
  })
  if (proposed === undefined) return numbers
  const yes = { key: 'y', text: `take the proposed branch, ${proposed + 1}`, line: 'y' }
  return [yes, ...numbers.map((one) => ({ ...one, text: `${one.text} instead, with a reason` }))]
}

const manualWords: Readonly<Record<string, 'done' | 'failed' | 'skipped'>> = {
  d: 'done',
  done: 'done',
  f: 'failed',
  failed: 'failed',
  s: 'skipped',
  skip: 'skipped',
}

function gateHelp(name: boolean): string[] {
  return [
    name
      ? '  this destroys something: type the framed text exactly, then Enter; n refuses'
      : '  y and Enter runs exactly the command shown; n refuses',
    '  refused: nothing is started, and the run asks how to go on',
    '  Ctrl-C: go on, suspend or stop',
  ]
}

function readYes(line: string): { yes: boolean } | string {
  const word = line.toLowerCase()
  if (word === 'y' || word === 'yes') return { yes: true }
  return word === 'n' || word === 'no' ? { yes: false } : 'type y or n'
}

function readName(line: string, name: string): { yes: boolean } | string {
  if (line === name) return { yes: true }
  return /^no?$/i.test(line) ? { yes: false } : 'that is not the framed text: nothing was started'
}

function split(line: string): { word: string; note: { note?: string } } {
  const [word = '', ...others] = line.split(/[\s,:]+/)
  const note = line.slice(word.length).replace(/^[\s,:]+/, '')
  return { word: word.toLowerCase(), note: others.length === 0 || note === '' ? {} : { note } }
}
