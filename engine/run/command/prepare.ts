import { resolve } from 'node:path'
import type { BlockPlace } from '../../machine/types.ts'
import type { Block, Runbook, Section } from '../../model.ts'
import type { Bindings, Command, Session, Unready } from '../commands.ts'
import { isUnready, unready, type Call, type Preparation } from './call.ts'
import { digestOf } from './digest.ts'
import { blockEnvironment, refusedBinding } from './environment.ts'
import { prepareNode, preparePython, prepareShell } from './interpreters.ts'
import { expand, findProgram, isFolder, usedBindings } from './text.ts'

/** Longest script in bytes. */
const longestScript = 64 * 1024

/** Milliseconds that a block may take when it does not say: looking is quick, acting may take its time. */
const patience: Readonly<Record<Block['role'], number>> = {
  read: 60_000,
  ask: 60_000,
  verify: 60_000,
  action: 600_000,
  rollback: 600_000,
  follow: 600_000,
  write: 600_000,
  edit: 600_000,
  message: 60_000,
}

/** What a run gives to every block that is made ready. */
export interface Standing {
  readonly environment: Readonly<Record<string, string>>
  readonly session: Session
  readonly key: string
  /** The run's `output/`. */
  readonly output: string
  readonly redact: (text: string) => string
}

/** A block in its place. */
export interface PlacedBlock {
  readonly runbook: Runbook
  readonly section: Section
  readonly block: Block
  readonly place: BlockPlace
}

/** A command, and how it is started. */
export interface Prepared {
  readonly command: Command
  readonly call: Call
  /** Names that the block was given: no export takes their place. */
  readonly inputs: readonly string[]
}

/** Makes a block ready: what it needs is there, and what it will do is settled. Nothing is started or written. */
export function prepareBlock(
  placed: PlacedBlock,
  bindings: Bindings,
  standing: Standing,
): Promise<Prepared | Unready> {
  return prepareWith(makeCall, placed, bindings, standing)
}

/** Makes the undoing of a `write` or `edit` block ready. */
export async function prepareUndoing(
  placed: PlacedBlock,
  bindings: Bindings,
  standing: Standing,
): Promise<Prepared | Unready> {
  const { prepareUndo } = await import('./undo.ts')
  return prepareWith(prepareUndo, placed, bindings, standing)
}

/** Makes the posting of a message ready: what is posted stands in the place of the template. */
export async function preparePosting(
  placed: PlacedBlock,
  bindings: Bindings,
  standing: Standing,
  text: string,
): Promise<Prepared | Unready> {
  const { preparePost } = await import('./http.ts')
  const block = { ...placed.block, script: text }
  const make = (preparation: Preparation) => Promise.resolve(preparePost(preparation))
  return prepareWith(make, { ...placed, block }, bindings, standing)
}

async function prepareWith(
  make: (preparation: Preparation) => Promise<Call | Unready>,
  { runbook, section, block, place }: PlacedBlock,
  bindings: Bindings,
  standing: Standing,
): Promise<Prepared | Unready> {
  const refusal = whyNot(runbook, block, bindings)
  if (refusal !== undefined) return refusal
  const options = expandOptions(block, bindings)
  if (isUnready(options)) return options
  const { as } = options
  const environment = blockEnvironment(standing.environment, standing.session, bindings)
  const directory = resolve(standing.session.directory, options.cwd ?? '.')
  if (as === undefined && !isFolder(directory)) {
    return unready(`there is no folder \`${directory}\``, 'make the folder, or name another one with `cwd=`')
  }
  const { output, redact } = standing
  const preparation = { block, place, name: section.id, bindings, environment, directory, as, output, redact }
  const made = await make(preparation)
  const call = as === undefined || isUnready(made) ? made : behindSudo(made, as, preparation)
  if (isUnready(call)) return call
  const command = describe(call, preparation)
  const digest = digestOf(command, bindings.values(), standing.session.exports, standing.key)
  return { command: { ...command, digest }, call, inputs: [...bindings.keys()] }
}

function describe(
  { program, options, environment, change }: Call,
  preparation: Preparation,
): Omit<Command, 'digest'> {
  const { block, place, bindings, directory, as } = preparation
  const { cwd, as: user, file } = block.options
  return {
    place,
    language: block.language,
    role: block.role,
    script: block.script,
    interpreter: [program, ...options],
    uses: usedBindings(
      block.role === 'message' ? [block.options.post] : [block.script, cwd, user, file],
      bindings,
    ),
    environment: { ...preparation.environment, ...environment },
    directory,
    timeout: block.options.timeout ?? patience[block.role],
    ...(as === undefined ? {} : { as }),
    ...(change === undefined ? {} : { change }),
  }
}

async function makeCall(preparation: Preparation): Promise<Call | Unready> {
  const { language, role } = preparation.block
  if (role === 'write' || role === 'edit') {
    const { prepareChange } = await import('./change.ts')
    return prepareChange(preparation)
  }
  if (language === 'bash' || language === 'sh') return prepareShell(preparation)
  if (language === 'python') return preparePython(preparation)
  if (language === 'node') return prepareNode(preparation)
  if (language === 'sql') return (await import('./sql.ts')).prepareSql(preparation)
  if (language === 'http') return (await import('./http.ts')).prepareHttp(preparation)
  if (language === 'promql') return (await import('./http.ts')).preparePromql(preparation)
  return unready(
    `\`${language}\` is not a language that runs`,
    'give the fence a language that runs, or no role',
  )
}

function whyNot(runbook: Runbook, { role, script, options }: Block, bindings: Bindings): Unready | undefined {
  const denied = refusedBinding(bindings)
  if (denied !== undefined) {
    return unready(`the input or value \`${denied.name}\` ${denied.why}`, 'give it another name')
  }
  if (Buffer.byteLength(script) > longestScript) {
    return unready('the script is longer than 64 KiB', 'put it into a program, and call that')
  }
  if (options.on !== undefined) {
    return unready('this version runs commands on this machine only', 'take `on=` away')
  }
  const words = new Set(role === 'message' ? [options.post ?? ''] : script.match(/\w+/g))
  const unset = Object.entries(runbook.frontmatter.inputs).find(
    ([name, { required }]) => required !== false && words.has(name) && !bindings.has(name),
  )
  if (unset === undefined) return undefined
  return unready(
    `the input \`${unset[0]}\` has no value`,
    unset[1].type === 'secret'
      ? `set \`RUNBOOK_INPUT_${unset[0]}\` or name a file with \`--input-file\`, then \`runbook resume\``
      : `go on with \`runbook resume --input ${unset[0]}=VALUE\`, or start with it`,
  )
}

function expandOptions(
  { options }: Block,
  bindings: Bindings,
): { readonly cwd?: string; readonly as?: string } | Unready {
  const cwd = expand(options.cwd ?? '.', bindings)
  if ('missing' in cwd) return unset('cwd', cwd.missing)
  const as = expand(options.as ?? '', bindings)
  if ('missing' in as) return unset('as', as.missing)
  if (as.text === '') return { cwd: cwd.text }
  if (/^[A-Za-z_][A-Za-z0-9_.-]*$/.test(as.text)) return { cwd: cwd.text, as: as.text }
  return unready(`\`${as.text}\` is not the name of a user`, 'write `as=USER` with the name of an account')
}

function unset(option: string, name: string): Unready {
  return unready(`\`${option}=\` uses \`$${name}\`, which has no value`, `declare \`${name}\` as an input`)
}

/** Names alone go into the arguments; the values go with the environment, which sudo is told to keep. */
function behindSudo(call: Call, user: string, { environment, bindings }: Preparation): Call | Unready {
  const sudo = findProgram('sudo', environment.PATH ?? '')
  if (sudo === undefined) return unready('`sudo` is not on PATH', 'install `sudo`, or take `as=` away')
  if (call.inputAt === 3) return unready('this block cannot run `as=` another user', 'take `as=` away')
  const own = ['RUNBOOK_OUTPUT', 'RUNBOOK_RUN_ID', 'RUNBOOK_SECTION', 'RUNBOOK_ATTEMPT']
  const kept = [...own, ...bindings.keys(), ...Object.keys(call.environment ?? {})]
  const options = ['-n', '-u', user, `--preserve-env=${kept.join(',')}`, '--', call.program, ...call.options]
  return { ...call, program: sudo, options }
}
