import { messageAt } from '../performers/doors.ts'
import type { DecisionQuestion, GateQuestion, Operator } from '../operator.ts'

/** Answers that were given ahead of time on the command line. */
export interface FlagAnswers {
  /** `--yes`: passes gates that ask for a yes; never one that asks for a name. */
  readonly yes: boolean
  /** `--confirm SECTION=TEXT`: what would be typed at a section's gate, by section id. */
  readonly confirm: ReadonlyMap<string, string>
  /** `--choose SECTION=ANSWER`: the bold text of a branch, by section id. */
  readonly choose: ReadonlyMap<string, string>
  /** `--post SECTION`: sections whose messages may be posted. */
  readonly post: ReadonlySet<string>
  /** `--done SECTION` and `--tick SECTION`: manual steps that are done, checklists that are ticked. */
  readonly done: ReadonlySet<string>
  readonly tick: ReadonlySet<string>
}

/** Answers from flags where they fit exactly; everything else is asked of `next`. */
export function flagOperator(flags: FlagAnswers, next: Operator): Operator {
  return {
    ...delegate(next),
    async confirm(question) {
      const by = passes(flags, question)
      return by === undefined ? next.confirm(question) : { yes: true, by }
    },
    async tick(question) {
      return flags.tick.has(question.section.id)
        ? { ticked: true, by: '--tick', note: 'given ahead of time' }
        : next.tick(question)
    },
    async instruct(question) {
      return flags.done.has(question.section.id)
        ? { how: 'done', by: '--done', note: 'given ahead of time' }
        : next.instruct(question)
    },
    async choose(question) {
      const branch = chosenBranch(flags, question)
      return branch === undefined
        ? next.choose(question)
        : { branch, by: '--choose', reason: 'chosen with --choose' }
    },
  }
}

/** The same operator as plain functions, so that single answers can be replaced. */
export function delegate(next: Operator): Operator {
  return {
    confirm: (question) => next.confirm(question),
    choose: (question) => next.choose(question),
    tell: (question) => next.tell(question),
    tick: (question) => next.tick(question),
    instruct: (question) => next.instruct(question),
    recover: (question) => next.recover(question),
    settle: (question) => next.settle(question),
    notify: (question) => next.notify(question),
    proceed: (question) => next.proceed(question),
  }
}

function passes({ yes, confirm, post }: FlagAnswers, question: GateQuestion): string | undefined {
  const { section, gate: index } = question
  const gate = section.gates[index]
  if (gate?.asks === 'yes' && yes) return '--yes'
  if (gate?.asks === 'post') return mayPost(question, post) ? '--post' : undefined
  const typed = confirm.get(section.id)
  return gate?.asks === 'name' && typed !== undefined && typed === (gate.typed ?? section.id)
    ? '--confirm'
    : undefined
}

/** A message in which something has no value is not posted by a flag: somebody must have read it. */
function mayPost({ section, command, view }: GateQuestion, post: ReadonlySet<string>): boolean {
  const told = command === undefined ? undefined : messageAt(command.place, view)
  return post.has(section.id) && told !== undefined && told.missing === undefined
}

function chosenBranch({ choose }: FlagAnswers, { section, exhausted }: DecisionQuestion): number | undefined {
  const answer = choose.get(section.id)
  if (answer === undefined || section.kind !== 'decision') return undefined
  const branch = section.branches.findIndex((one) => one.answer.toLowerCase() === answer.trim().toLowerCase())
  return branch < 0 || exhausted.includes(branch) ? undefined : branch
}
