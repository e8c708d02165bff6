import type {
  Block,
  Branch,
  Call,
  Checklist,
  Decision,
  Edge,
  Gate,
  Manual,
  Role,
  Runbook,
  Section,
  Step,
  Target,
} from '../../engine/model.ts'

const span = { start: 0, end: 0 }

/** A runbook made of sections, without a text: for tests of what comes after parsing. */
export function runbook(
  path: string,
  sections: readonly Section[],
  paths?: readonly (readonly string[])[],
): Runbook {
  return {
    path,
    text: '',
    frontmatter: {
      id: path.replace('.md', ''),
      alerts: [],
      symptoms: [],
      inputs: {},
      requires: [],
      escalate: [],
      logs: [],
    },
    frontmatterPlaces: new Map(),
    title: path,
    titleSpan: span,
    introduction: [],
    sections,
    paths: paths ?? [sections.map(({ id }) => id)],
    phases: [],
    reminders: [],
    anchors: new Map(sections.map(({ id, title }) => [id, { title, span, section: id }])),
    links: [],
    samples: [],
    comments: [],
  }
}

type Extra = Partial<Pick<Section, 'gates' | 'next' | 'ifItFails' | 'phases' | 'sideBySide'>>

export function step(id: string, blocks: readonly BlockSketch[], extra: Extra = {}): Step {
  return { ...base(id, blocks, extra), kind: 'step' }
}

export function decision(
  id: string,
  blocks: readonly BlockSketch[],
  branches: Readonly<Record<string, Edge>>,
  extra: Extra = {},
): Decision {
  const made = base(id, blocks, extra)
  const ask = made.blocks.findIndex(({ role }) => role === 'ask')
  const list = Object.entries(branches).map(([answer, edge]): Branch => ({
    answer,
    answerSpan: span,
    edge,
    span,
  }))
  return { ...made, kind: 'decision', ...(ask < 0 ? {} : { ask }), branches: list }
}

export function checklist(id: string, items: readonly string[], extra: Extra = {}): Checklist {
  const list = items.map((text) => ({ text, span: task }))
  return { ...base(id, [], extra), kind: 'checklist', items: list }
}

export function manual(id: string, blocks: readonly BlockSketch[] = [], extra: Extra = {}): Manual {
  return {
    ...base(id, blocks, extra),
    kind: 'manual',
    instruction: { markdown: 'Turn the key.', span: task },
  }
}

export function call(id: string, path: string, extra: Extra = {}): Call {
  return { ...base(id, [], extra), kind: 'call', runbook: { kind: 'runbook', href: path, path, span: task } }
}

/** Tasks stand below the alerts of their section. */
const task = { start: 10, end: 10 }

export function warning(): Gate {
  return { kind: 'warning', asks: 'yes', onlyIf: [], markdown: 'Careful.', span }
}

/** The gate of a message that is posted. */
export function postGate(): Gate {
  return { kind: 'message', asks: 'post', onlyIf: [], markdown: 'Posts it.', span }
}

/** An alert that may be passed only if an input says so. */
export function onlyIf(text = '$X is y'): Gate {
  const condition = { kind: 'binding', name: 'X', comparison: 'is', value: 'y', text, span } as const
  return { ...warning(), onlyIf: [condition] }
}

export function to(id: string, atMost?: number): Edge {
  return edge({ kind: 'section', id, span }, atMost)
}

export function toRunbook(path: string, atMost?: number): Edge {
  return edge({ kind: 'runbook', href: path, path, span }, atMost)
}

export function toOutcome(outcome: 'resolved' | 'escalate' | 'stop', who?: string): Edge {
  return edge({ kind: 'outcome', outcome, ...(who === undefined ? {} : { to: who }), span })
}

function edge(target: Target, atMost?: number): Edge {
  return { target, span, ...(atMost === undefined ? {} : { atMost }) }
}

/** What a test says about a block: its role, and what differs from the plainest one. */
export interface BlockSketch {
  readonly role: Role
  readonly gate?: number
  readonly within?: number
  readonly every?: number
  readonly retries?: number
  readonly first?: boolean
  /** A message that is posted. */
  readonly post?: boolean
}

function base(id: string, sketches: readonly BlockSketch[], extra: Extra) {
  return {
    id,
    title: id,
    level: 2,
    span,
    headingSpan: span,
    phases: [],
    body: [],
    gates: [],
    reminders: [],
    ...extra,
    blocks: sketches.map(block),
  }
}

function block(sketch: BlockSketch, index: number): Block {
  const { role, gate, within, every, retries, first, post } = sketch
  return {
    index,
    role,
    language: 'bash',
    languageText: 'bash',
    script: 'true',
    span,
    lineOffsets: [0],
    languageSpan: span,
    roleSpan: span,
    options: {
      ...(retries === undefined ? {} : { retries }),
      ...(first === undefined ? {} : { first }),
      ...(post === true ? { post: 'HOOK' } : {}),
    },
    optionSpans: new Map(),
    ...(gate === undefined ? {} : { gate }),
    ...(within === undefined
      ? {}
      : {
          expectation: {
            span,
            within,
            ...(every === undefined ? {} : { every }),
            must: { kind: 'conditions' as const, conditions: [] },
          },
        }),
  }
}
