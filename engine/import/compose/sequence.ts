import { alternativeOf } from '../recognise/choices.ts'
import { isInstruction } from '../recognise/conditions.ts'
import { holdOpposites } from '../recognise/opposites.ts'
import { isNumbered, purposeOf, withoutNumber } from '../recognise/roles.ts'
import { stageOf } from '../recognise/stages.ts'
import type { Chapter } from './flow.ts'
import { handsOn } from './hands-on.ts'
import { areInARow } from './in-a-row.ts'

/** Sections as they are gone through: what is done first, and what there is to choose from then. */
export interface Course {
  readonly before: readonly Chapter[]
  /** None when everything is done in order. */
  readonly choice: readonly Chapter[]
}

/**
 * Reads from the headings of some active sections whether they are steps in order, or ways and procedures to choose from.
 *
 * @param about the title above them
 */
export function courseOf(active: readonly Chapter[], about: string): Course {
  if (active.length < 2 || !areToChoose(active, about)) return { before: active, choice: [] }
  const before = leading(active, isBefore)
  const rest = active.slice(before.length)
  const after = leading(rest.toReversed(), isAfter)
  const choice = rest.slice(0, rest.length - after.length)
  if (choice.length < 2 || before.length + after.length === 0) return { before: [], choice: active }
  return areToChoose(choice, about) ? { before, choice } : { before: active, choice: [] }
}

function leading(chapters: readonly Chapter[], holds: (title: string) => boolean): readonly Chapter[] {
  const end = chapters.findIndex(({ source }) => !holds(source.title))
  return chapters.slice(0, end < 0 ? chapters.length : end)
}

/** What is done before anything else. */
export const isBefore = (title: string): boolean =>
  purposeOf(title) === 'prepare' || (stageOf(title) ?? Infinity) <= 1

const isAfter = (title: string): boolean => (stageOf(title) ?? 0) >= 5

const areToChoose = (chapters: readonly Chapter[], about: string): boolean =>
  areOptions(chapters) || areCases(chapters) || areCauses(chapters, about) || !isSequence(chapters, about)

/** Ways to do the same: `Option A` and `Option B`, `Via the dashboard` and `Via the command line`. */
export const areOptions = (chapters: readonly Chapter[]): boolean =>
  chapters.length > 1 &&
  (chapters.every(({ source }) => alternativeOf(source.title)?.kind === 'option') ||
    chapters.every(({ source }) => /^\W*(?:via|using|through) \S/i.test(source.title)))

/** Below `Common causes` or `Resolution` stand things that went wrong, each with its own remedy, numbered or not. */
function areCauses(chapters: readonly Chapter[], about: string): boolean {
  const titles = chapters.map(({ source }) => source.title)
  if (titles.length < 2 || titles.some(isStepOrTask)) return false
  return (
    ofCauses.test(about) ||
    (/^(?:mitigat|resol|fix|remediat|solution|repair)\w*$/i.test(withoutNumber(about)) &&
      titles.every(
        (title) => !isNumbered(title) && purposeOf(title) === 'none' && stageOf(title) === undefined,
      ))
  )
}

const ofCauses =
  /\b(?:(?:common|possible|potential|likely|known|typical) (?:causes?|issues|problems|errors|failures|reasons|scenarios)|causes? (?:and|&) \w+|failure (?:modes|scenarios))\b/i

const isStepOrTask = (title: string): boolean =>
  /^\W*(?:step|phase|stage|schritt|étape|paso)\s*\d/i.test(title) || isInstruction(withoutNumber(title))

/** Each has its own symptoms, causes and remedies: two of them are two cases, and never one procedure. */
function areCases(chapters: readonly Chapter[]): boolean {
  if (
    chapters.length > 1 &&
    chapters.every(({ source }) => /^\W*(?:how to|if|when|si|wenn|falls)\b/i.test(source.title))
  )
    return true
  const shared = chapters.map(({ children }) =>
    children
      .map(({ source }) => withoutNumber(source.title).toLowerCase())
      .filter((title) => ofCase.test(title)),
  )
  const [first = [], ...others] = shared
  return others.length > 0 && others.every((names) => names.some((name) => first.includes(name)))
}

const ofCase =
  /^(?:symptoms?|causes?|(?:common|possible|root) causes?|meaning|impact|diagnos\w*(?: steps)?|solutions?|resolution(?: steps)?|fix|remed(?:y|ies)|workarounds?|mitigation)$/

/** Headings of classic runbooks, `Mitigation / Recovery (15 minutes)` too: never a way that only an answer leads to. */
export function isClassic(title: string): boolean {
  const plain = withoutNumber(title).replaceAll(/\s*\([^)]*\)/g, '')
  return plain
    .split(/\s*[/&]\s*|\s+and\s+/)
    .every((part) => classic.test(part.trim()) || classic.test(part.trim().replace(ofSteps, '')))
}

/** `Recovery steps` is called `Recovery`. */
const ofSteps = /\s+(?:steps|procedures?|actions|phase|process|criteria|checks?|commands)$/i

const classic =
  /^(?:meaning|impact|diagnos\w*|mitigation|symptoms?|(?:possible |initial |quick )?checks?|resolution|verif\w*|procedure|steps?|pre-?requisites?|pre-?checks?|pre-?flight.*|preparation|investigat\w*|triage|remediation|recovery|escalation|post.*|clean-?up|solutions?|actions?|context|summary|overview|fix|how (?:to|it) .*|response|assessment|containment|eradication|monitoring|communication|validat\w*(?: (?:the )?(?:recovery|resolution|fix|solution))?|confirm\w*|immediate(?: actions?| response)?|detection|root cause.*|follow-?up.*|lessons.*|before you .*|after.*|voraussetzungen|diagnose|behebung|prüfung|durchführung|nachbereitung|prérequis|diagnostic|résolution|vérification|requisitos|diagnóstico|resolución|verificación)$/i

/** Whether sections are steps in order: numbered, of the classic names, from a check to a verification, or in a row. */
function isSequence(chapters: readonly Chapter[], about: string): boolean {
  if (handsOn(chapters, about)) return true
  const isUnnumbered = !chapters.some(({ source }) => isNumbered(source.title))
  if (isUnnumbered && holdOpposites(chapters.map(({ source }) => source.title))) return false
  const titles = chapters.map(({ source }) => source.title)
  const steps = titles.filter((title) =>
    /^\W*(?:step|phase|stage|schritt|étape|paso)\s*\d/i.test(title),
  ).length
  if (steps * 2 >= titles.length) return true
  if (titles.length <= 2) return !titles.every((title) => /^[^:]+: \S/.test(title))
  const plain = titles.map(withoutNumber)
  if (titles.filter(isClassic).length * 2 >= titles.length) return true
  if (isStaged(titles) || isNumberedOn(chapters)) return true
  const numbered = titles.filter(isNumbered).length
  if (numbered * 2 >= titles.length) return !isHandbook(plain)
  const isChecked =
    titles.length <= 5 &&
    purposeOf(titles[0] ?? '') === 'diagnose' &&
    purposeOf(titles.at(-1) ?? '') === 'verify'
  return isChecked || areInARow(titles, about)
}

/** Chapters of a handbook are numbered too: starting and stopping, saving and restoring are not done in one go. */
function isHandbook(titles: readonly string[]): boolean {
  const has = (shape: RegExp): boolean => titles.some((title) => shape.test(title))
  const opposite = (has(/^start/i) && has(/^stop/i)) || has(/backup (?:&|and) restore/i)
  return opposite || (titles.length >= 6 && has(/appendix|reference|troubleshoot|monitoring|contact|faq/i))
}

/** Most headings name a stage, and no stage comes before one that it follows. */
function isStaged(titles: readonly string[]): boolean {
  const staged = titles.flatMap((title) => stageOf(title) ?? [])
  const isRising = staged.every((stage, at) => at === 0 || stage >= (staged[at - 1] ?? 0))
  return isRising && new Set(staged).size > 1 && staged.length * 3 >= titles.length * 2
}

/** `Step 3` below the second heading goes on where the first one ended. */
function isNumberedOn(chapters: readonly Chapter[]): boolean {
  const numbers = chapters.map(({ children }) =>
    children.flatMap(({ source }) => /^\W*(?:step|task)\s*(\d+)/i.exec(source.title)?.[1] ?? []).map(Number),
  )
  const all = numbers.flat()
  return (
    numbers.filter((own) => own.length > 0).length > 1 &&
    all.every((number, at) => at === 0 || number > (all[at - 1] ?? 0))
  )
}
