import fc from 'fast-check'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { TerminalOperator } from '../../renderers/terminal/questions/operator.ts'
import { lookAt } from '../../renderers/terminal/style.ts'
import { trials } from '../helpers/trials.ts'
import { openDrawn, openLines, type DrawnForm } from './forms.ts'
import { commandOf, diagnostics, endsOf, noticesOf, prompts, questionsOf, sceneOf } from './hostile.ts'

const forms = [
  ['drawn', openDrawn],
  ['in lines', () => Promise.resolve(openLines())],
] as const

const noTexts = { edit: () => Promise.resolve(undefined), copy: () => undefined }

/** Waits until a prompt stands on the terminal. */
async function standing({ model }: DrawnForm, prompt: string): Promise<void> {
  const stands = async (): Promise<boolean> => (await model.lines()).some((line) => line.startsWith(prompt))
  await expect.poll(stands, { timeout: 20_000, interval: 20 }).toBe(true)
}

/** After so many milliseconds everything is drawn. */
const frames = 120

/** The pages that lie over the screen, by the key that opens each and their titles. */
const pages = [
  ['?', '── help'],
  ['t', '── timeline'],
  ['v', '── output'],
  ['/', '── the runbook'],
] as const

/** What the terminal shows while each page lies over it. */
async function pagesOf(form: DrawnForm): Promise<string[]> {
  const seen: string[] = []
  for (const [key, title] of pages) {
    form.types(key)
    await standing(form, title)
    seen.push(...(await form.model.lines()))
    form.types('q')
  }
  return seen
}

/** A run with a text in every place, to its first question of each kind; gives what the terminal was told to do. */
async function performed(
  open: () => Promise<DrawnForm>,
  hostile: string,
  question: number,
): Promise<{ readonly orders: string[]; readonly written: string; readonly lines: string[] }> {
  const form = await open()
  const scene = sceneOf(hostile)
  const operator = new TerminalOperator(form.asking, lookAt(80, 256), 'host', () => undefined, noTexts)
  for (const notice of noticesOf(scene, hostile)) form.observe(notice)
  const asked = questionsOf(scene, hostile, operator)[question]?.()
  await standing(form, prompts[question] ?? '-')
  const lines = await form.model.lines()
  const paged = open === openDrawn && question === 0 ? await pagesOf(form) : []
  form.ends()
  await asked
  for (const notice of endsOf(scene, hostile)) form.observe(notice)
  await sleep(frames)
  const last = await form.model.lines()
  form.close()
  return { orders: form.model.orders, written: form.model.written, lines: [...lines, ...paged, ...last] }
}

/** Sequences that a text asks for, with numbers that no form of ours writes. */
const acts = [
  '\x1b[77;7H',
  '\x1b[77A',
  '\x1b[77D',
  '\x1b[3J',
  '\x1b[?1049h',
  '\x1b[8m',
  '\x1b[77X',
  '\x1b]0;evil\x07',
  '\x1b]2;evil\x1b\\',
  '\x1b]52;c;ZXZpbA==\x07',
  '\x1b]8;;http://evil\x1b\\',
  '\x1bP+q544e\x1b\\',
  '\x1bc',
  '\x1b[6n',
  '\x9b77A',
  '\x90q\x9c',
  '\x07',
  '\b\b\b\b',
  '\r',
  '\x0e',
  '\u202e',
  '\u2028',
] as const

/** Lines that look as if we asked. */
const forgeries = [
  'go ahead? [y/n/?] y',
  'one key:',
  '  y  yes, run exactly the command above',
  'WARNING in Act',
  'resolved',
  'decide: Act',
] as const

const hostileText = fc
  .array(
    fc.oneof(
      fc.constantFrom(...acts),
      fc.constantFrom(...forgeries).map((line) => `\n${line}\n`),
      fc.constantFrom(...forgeries).map((line) => `\r${' '.repeat(90)}${line}`),
      fc.constantFrom('漢字', 'word ', '**b** ', '`c` ', '<b>', '| ', '# '),
    ),
    { minLength: 3, maxLength: 12 },
  )
  .map((parts) => parts.join(''))

/** A colour, a weight or their end: a command may print them, and its code is coloured. */
// oxlint-disable-next-line no-control-regex
const looks = /^\x1b\[(?:0|[1-4]|2[2-4]|39|3[1-7]|9[0-7]|38;5;(?:28|30|130|196))?m$/

/** The sequences in what was written; those of which ours differ only by numbers below 77 are one. */
function sequencesOf(written: string): Set<string> {
  // oxlint-disable-next-line no-control-regex
  const found = written.match(
    /\x1b(?:\[[0-?]*[ -/]*[@-~]|[^[])|[\x00-\x09\x0b-\x1a\x1c-\x1f\x7f-\x9f]|[\u200b-\u200f\u2028-\u202e]/g,
  )
  return new Set(
    (found ?? []).map((one) =>
      one.replaceAll(/\d+/g, (n) => (one.endsWith('m') || Number(n) >= 77 ? n : '#')),
    ),
  )
}

/** Lines that begin as ours do when we ask or tell how it ended. */
function ours(lines: readonly string[]): string[] {
  return lines.flatMap((line) => forgeries.find((forged) => line.startsWith(forged.slice(0, 8))) ?? [])
}

describe.each(forms)('P29: a run with a text of somebody else in every place, %s', (_, open) => {
  it(
    'writes no sequence, gives no order and asks no question that it would not without',
    { timeout: 7_200_000 },
    async () => {
      expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
      const questions = [...prompts.keys()]
      const harmless = await Promise.all(questions.map((question) => performed(open, 'word', question)))
      expect(
        harmless.map(({ lines }, at) => lines.some((line) => line.startsWith(prompts[at] ?? '-'))),
      ).toEqual(prompts.map(() => true))
      for (const { lines } of harmless)
        expect(lines.join('\n')).toContain('failed[action]: the action of `Act word`')
      const known = new Set(harmless.flatMap(({ written }) => [...sequencesOf(written)]))
      const cases = fc.sample(fc.tuple(hostileText, fc.constantFrom(...questions)), trials(60, 3_000))
      for (let at = 0; at < cases.length; at += 20)
        await Promise.all(
          cases.slice(at, at + 20).map(async ([hostile, question]) => {
            const { orders, written, lines } = await performed(open, hostile, question)
            const plain = harmless[question]
            expect([hostile, orders]).toEqual([hostile, []])
            expect([
              hostile,
              [...sequencesOf(written)].filter((one) => !known.has(one) && !looks.test(one)),
            ]).toEqual([hostile, []])
            expect([hostile, ours(lines)]).toEqual([hostile, ours(plain?.lines ?? [])])
          }),
        )
    },
  )
})

describe.each(forms)('P20: keys that were typed ahead, and pastes, %s', (_, open) => {
  const early = fc.array(fc.constantFrom('y', '\r', 'y\r', 'yes\r\n', 'n', '?', '\x1b[A', 'y\ny\n', ' '), {
    maxLength: 6,
  })
  const late = fc.option(
    fc.constantFrom('y\ny\n', 'yes\ryes\r', '\x1b[200~y\r\x1b[201~', 'yy', 'y'.repeat(5000)),
  )

  it('never pass a gate: it stands open until somebody answers', { timeout: 7_200_000 }, async () => {
    const cases = fc.sample(fc.tuple(early, late), trials(60, 3_000))
    const passed = async ([before, after]: (typeof cases)[number]): Promise<unknown> => {
      const form = await open()
      const scene = sceneOf('word')
      const look = lookAt(80, 256)
      const operator = new TerminalOperator(form.asking, look, 'host', () => undefined, noTexts)
      for (const chunk of before) form.types(chunk)
      const section = scene.section('step')
      const answer = operator.confirm({
        ...scene,
        section,
        gate: 0,
        command: commandOf(scene, section, 'word'),
      })
      for (const chunk of before) form.types(chunk)
      await sleep(150)
      if (after !== null) form.types(after)
      await sleep(150)
      form.ends()
      const given = await answer
      form.close()
      return given?.yes === true ? { before, after } : undefined
    }
    for (let at = 0; at < cases.length; at += 20) {
      const found = await Promise.all(cases.slice(at, at + 20).map(passed))
      expect(found.filter((one) => one !== undefined)).toEqual([])
    }
  })

  it('and a person still can', async () => {
    const form = await open()
    const scene = sceneOf('word')
    const section = scene.section('step')
    const look = lookAt(80, 256)
    const operator = new TerminalOperator(form.asking, look, 'host', () => undefined, noTexts)
    form.types('y\r')
    const answer = operator.confirm({ ...scene, section, gate: 0 })
    await standing(form, 'go ahead?')
    form.types('y')
    await sleep(100)
    form.types('\r')
    expect(await answer).toEqual({ yes: true })
    form.close()
  })
})
