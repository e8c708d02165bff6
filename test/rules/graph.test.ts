import { array, assert, boolean, nat, property, record } from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Edge, Runbook, Section } from '../../engine/model.ts'
import { parseRunbook } from '../../engine/parse/index.ts'
import { unboundedCycles } from '../../engine/rules/graph/cycles.ts'
import { flowOf, reachableFrom } from '../../engine/rules/graph/flow.ts'
import { checkRunbook } from '../../engine/rules/index.ts'

const nowhere = { start: 0, end: 0 }

/** A runbook of steps `s0`, `s1`, … each a path of its own, with links between them. */
function graph(count: number, links: readonly { from: number; to: number; bounded?: boolean }[]): Runbook {
  const edge = ({ to, bounded }: { to: number; bounded?: boolean }): Edge => ({
    target: { kind: 'section', id: `s${to % count}`, span: nowhere },
    span: nowhere,
    ...(bounded && { atMost: 3 }),
  })
  const sections = Array.from({ length: count }, (_, index): Section => {
    const branches = links
      .filter((link) => link.from % count === index)
      .map((link) => ({ answer: '', answerSpan: nowhere, span: nowhere, edge: edge(link) }))
    const span = { start: index, end: index + 1 }
    return {
      kind: 'decision',
      id: `s${index}`,
      title: '',
      level: 2,
      span,
      headingSpan: span,
      phases: [],
      body: [],
      blocks: [],
      gates: [],
      reminders: [],
      branches,
    }
  })
  return { paths: sections.map(({ id }) => [id]), sections, anchors: new Map() } as unknown as Runbook
}

const links = array(record({ from: nat(19), to: nat(19), bounded: boolean() }), { maxLength: 60 })

describe('loops', () => {
  test('a cycle that is reported is a cycle, and nothing on it has a bound', () => {
    assert(
      property(links, (edges) => {
        for (const cycle of unboundedCycles(flowOf(graph(20, edges)))) {
          cycle.forEach((way, index) => {
            expect(way.atMost).toBeUndefined()
            expect(way.to).toBe(cycle[(index + 1) % cycle.length]?.from)
          })
        }
      }),
    )
  })

  test('a section is on a reported knot when, and only when, free links lead from it back to itself', () => {
    assert(
      property(links, (edges) => {
        const free = flowOf(
          graph(
            20,
            edges.filter(({ bounded }) => !bounded),
          ),
        )
        const onCycle = [...free.ways.keys()].filter((section) => {
          const next = (free.ways.get(section) ?? []).map((way) => way.to)
          return reachableFrom(next, free).has(section)
        })
        expect(unboundedCycles(flowOf(graph(20, edges))).length > 0).toBe(onCycle.length > 0)
      }),
    )
  })

  test('ten thousand sections in one loop take no time', () => {
    const ring = Array.from({ length: 10_000 }, (_, from) => ({ from, to: from + 1 }))
    const flow = flowOf(graph(10_000, ring))
    const start = performance.now()
    expect(unboundedCycles(flow)[0]).toHaveLength(10_000)
    expect(performance.now() - start).toBeLessThan(2000)
  })
})

/** A runbook of sections, each its heading and its text. */
function page(...sections: string[]): string {
  return `---\nid: EX-001\ninputs:\n  MODE: { type: choice, choices: [a, b], default: a }\n  ON: { type: boolean, default: true }\n---\n\n# Example\n\n${sections.join('\n\n')}\n`
}

async function codesIn(text: string): Promise<string[]> {
  const { runbook, diagnostics } = parseRunbook({ path: 'runbook.md', text })
  return [...diagnostics, ...(await checkRunbook(runbook))].map((finding) => finding.code)
}

const ask = '```bash ask\nuptime\n```'
const end = '---\n\n## End\n\n**Action** Go home.'

describe('decisions', () => {
  test.each([
    ['an otherwise', '- **value < 3** → [End](#end)\n- **otherwise** → **stop**'],
    ['an exit code and its opposite', '- **exit 0** → [End](#end)\n- **exit not 0** → **stop**'],
    [
      'a condition and its negation',
      '- **output is empty** → [End](#end)\n- **not output is empty** → **stop**',
    ],
    ['two halves of a scale', '- **value < 3** → [End](#end)\n- **value >= 3** → **stop**'],
    ['two halves of a JSON value', '- **json .a > 3** → [End](#end)\n- **json .a <= 3** → **stop**'],
  ])('%s leave nothing out', async (_name, branches) => {
    expect(await codesIn(page(`## Ask\n\n${ask}\n\n${branches}`, end))).toEqual([])
  })

  test.each([
    ['one condition', '- **exit 0** → [End](#end)'],
    ['two exit codes', '- **exit 0** → [End](#end)\n- **exit 1** → **stop**'],
    ['a gap in a scale', '- **value < 3** → [End](#end)\n- **value > 3** → **stop**'],
    ['two units', '- **value < 3 MB** → [End](#end)\n- **value >= 3 GB** → **stop**'],
  ])('%s do not', async (_name, branches) => {
    expect(await codesIn(page(`## Ask\n\n${ask}\n\n${branches}`, end))).toEqual(['dead-end-decision'])
  })

  test.each([
    ['every choice', '- **$MODE is a** → [End](#end)\n- **$MODE is b** → **stop**', []],
    ['one choice', '- **$MODE is a** → [End](#end)', ['dead-end-decision']],
    ['both truths', '- **$ON is true** → [End](#end)\n- **$ON is false** → **stop**', []],
    ['answers of a person', '- **yes** → [End](#end)\n- **no** → **stop**', []],
  ])('%s of an input', async (_name, branches, codes) => {
    expect(await codesIn(page(`## Ask\n\n${branches}`, end))).toEqual(codes)
  })
})

describe('names on their way through a runbook', () => {
  const set = '```bash read\necho "job=1" >> "$RUNBOOK_OUTPUT"\nexport STAMP=1\n```'
  const use = '```bash read\necho "$job $STAMP"\n```'

  test('a value reaches every section that can come after it', async () => {
    expect(
      await codesIn(
        page(
          `## Set\n\n${set}`,
          `## Ask\n\n- **yes** → [Use](#use)\n- **no** → **stop**`,
          `---\n\n## Use\n\n${use}`,
        ),
      ),
    ).toEqual([])
  })

  test('and no other', async () => {
    expect(await codesIn(page(`## Use\n\n${use}`, `## Set\n\n${set}`))).toEqual([
      'undeclared-input',
      'undeclared-input',
    ])
  })

  test('a loop brings it back to where it was missing at first, which is allowed', async () => {
    const text = page(`## Use\n\n${use}`, `## Set\n\n${set}\n\n**Next** → [Use](#use) at most 2 times`)
    expect(await codesIn(text)).toEqual([])
  })
})

describe('sections', () => {
  test('a phase that a link names is entered at its first section', async () => {
    const text = page(
      `## Ask\n\n- **yes** → [Repair](#repair)\n- **no** → **stop**`,
      '---\n\n## Repair\n\n### First\n\n**Action** Do it.',
    )
    expect(await codesIn(text)).toEqual([])
  })

  test('links between sections that nobody gets to do not help them', async () => {
    const text = page(
      '## Look\n\n**Action** Look.',
      '---\n\n## A\n\n**Action** See [B](#b).',
      '---\n\n## B\n\n**Action** See [A](#a).',
    )
    expect(await codesIn(text)).toEqual(['unreachable-section', 'unreachable-section'])
  })

  test('two thousand sections are checked in seconds', async () => {
    const many = parseRunbook({
      path: 'a.md',
      text: page(...Array.from({ length: 2_000 }, (_, index) => `## S ${index}\n\n${set1}`)),
    })
    const start = performance.now()
    await checkRunbook(many.runbook)
    expect(performance.now() - start).toBeLessThan(5000)
  })
})

const set1 = '```bash read\nx=1; echo "$x"\n```'
