import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { clear } from './clear.ts'
import type { BlockPlace } from '../../engine/machine/types.ts'
import type { Block, Frontmatter, Language, Options, Runbook, Step } from '../../engine/model.ts'
import type { Outcome } from '../../engine/outcome.ts'
import { openCommands, type CommandsOptions } from '../../engine/run/command/open.ts'
import type { Binding, Bindings, Command, Commands, Running } from '../../engine/run/commands.ts'
import type { Attempted } from '../../engine/run/supervisor/protocol.ts'

const nowhere = { start: 0, end: 0 }

/** A block as the parser would give it. */
export function makeBlock(
  script: string,
  given: { language?: Language; role?: Block['role']; options?: Options; index?: number } = {},
): Block {
  const { language = 'bash', role = 'action', options = {}, index = 0 } = given
  return {
    index,
    role,
    language,
    languageText: language,
    script,
    span: nowhere,
    lineOffsets: [],
    languageSpan: nowhere,
    roleSpan: nowhere,
    options,
    optionSpans: new Map(),
  }
}

/** A section with these blocks. */
export function makeSection(blocks: readonly Block[], id = 'try-it'): Step {
  return {
    kind: 'step',
    id,
    title: 'Try it',
    level: 2,
    span: nowhere,
    headingSpan: nowhere,
    phases: [],
    body: [],
    blocks,
    gates: [],
    reminders: [],
  }
}

/** A runbook with these sections, as far as commands look at it. */
export function makeRunbook(sections: readonly Step[], inputs: Frontmatter['inputs'] = {}): Runbook {
  return {
    path: 'try.md',
    text: '',
    frontmatter: { id: 'TRY-001', alerts: [], symptoms: [], inputs, requires: [], escalate: [], logs: [] },
    frontmatterPlaces: new Map(),
    title: 'Try it',
    titleSpan: nowhere,
    introduction: [],
    sections,
    paths: [sections.map(({ id }) => id)],
    phases: [],
    reminders: [],
    anchors: new Map(),
    links: [],
    samples: [],
    comments: [],
  }
}

/** Inputs by name; a name that ends in `!` is a secret. */
export function makeBindings(values: Readonly<Record<string, string>>): Bindings {
  const bindings = Object.entries(values).map(([key, value]): Binding => {
    const name = key.replace(/!$/, '')
    return { name, value, secret: name !== key, from: 'flag' }
  })
  return new Map(bindings.map((binding) => [binding.name, binding]))
}

export interface Bench {
  readonly folder: string
  readonly commands: Commands
  readonly bindings: Bindings
  /** Makes a block ready, or throws the reason why it cannot be. */
  prepare(block: Block, bindings?: Bindings): Promise<Command>
  start(block: Block, attempt?: number): Promise<Running>
  /** Runs a block to its end. */
  run(block: Block | string): Promise<Outcome>
  close(): Promise<void>
}

export const place: BlockPlace = { frame: 0, runbook: 'try.md', section: 'try-it', block: 0 }

/** The folder of a run without a run. */
export function makeRunFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'runbook-test-'))
  mkdirSync(join(folder, 'output'), { mode: 0o700 })
  return folder
}

/** The door to processes, opened on a fresh folder. */
export function openBench(
  values: Readonly<Record<string, string>> = {},
  given: Partial<CommandsOptions> = {},
): Bench {
  const folder = given.runDirectory ?? makeRunFolder()
  const bindings = makeBindings(values)
  const { PATH, HOME, LANG } = process.env
  const environment = { PATH, HOME, LANG }
  const session = { directory: folder, exports: {} }
  const base = {
    runDirectory: folder,
    runId: basename(folder),
    bindings,
    environment,
    session,
    epoch: 1,
    grace: 300,
  }
  const commands = openCommands({ ...base, ...given })
  let attempts = 0
  const bench: Bench = {
    folder,
    commands,
    bindings,
    async prepare(block, given = bindings) {
      const section = makeSection([block])
      const command = await commands.prepare(makeRunbook([section]), section, block, place, given)
      if ('reason' in command) throw new Error(command.reason)
      return command
    },
    async start(block, attempt) {
      attempts = attempt ?? attempts + 1
      const key: Attempted = { place, attempt: attempts }
      return commands.start(await bench.prepare(block), key)
    },
    async run(block) {
      const running = await bench.start(typeof block === 'string' ? makeBlock(block) : block)
      return running.outcome
    },
    async close() {
      await commands.close()
      clear(folder)
    },
  }
  return bench
}

/** Takes away what the supervisor noted of the ends of commands, or of one of them, as a machine that went down may. */
export function forgetEnd(runDirectory: string, stem?: string): void {
  const path = join(runDirectory, 'commands.jsonl')
  const notes = readFileSync(path, 'utf8').split('\n')
  const kept = notes.filter(
    (note) => !note.includes('"outcome"') || (stem !== undefined && !note.includes(`"${stem}"`)),
  )
  writeFileSync(path, kept.join('\n'))
}
