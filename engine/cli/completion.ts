import tab from '@bomb.sh/tab/commander'
import type { Command } from 'commander'
import { settingsOf } from './settings.ts'

/** A word that could stand next, and what it means. */
interface Word {
  readonly word: string
  readonly meaning: string
}

/** Which verbs take what as their first argument. */
const firstArguments: readonly {
  readonly verbs: readonly string[]
  readonly read: (program: Command) => Promise<Word[]>
}[] = [
  { verbs: ['run', 'show', 'graph', 'drill'], read: runbooks },
  { verbs: ['resume', 'stop'], read: () => runs((state) => state !== 'ended' && state !== 'unreadable') },
  { verbs: ['report', 'runs show'], read: () => runs(() => true) },
  { verbs: ['lab up', 'lab down', 'lab fault', 'lab status'], read: labs },
]

/**
 * Adds `completion SHELL`, and the hidden verb that the completion scripts ask at each TAB. Runbooks, runs and labs
 * complete too; what cannot be read completes nothing and says nothing.
 * @param typed the words so far; what their verb does not take is not read
 */
export async function addCompletion(program: Command, typed: readonly string[]): Promise<void> {
  const root = tab(program, { completionCommandName: 'completion' })
  const line = ` ${typed.join(' ')} `
  for (const { verbs, read } of firstArguments) {
    const verb = verbs.find((name) => line.includes(` ${name} `))
    const argument = verb === undefined ? undefined : root.commands.get(verb)?.arguments.values().next().value
    if (argument === undefined) continue
    const words = await read(program).catch(() => [])
    argument.handler = (complete) => {
      for (const { word, meaning } of words) complete(word, meaning)
    }
  }
}

async function runbooks(program: Command): Promise<Word[]> {
  const { openWorkbench } = await import('./workbench.ts')
  const entries = await openWorkbench(settingsOf(program)).catalog()
  return entries.map(({ id, title }) => ({ word: id, meaning: title }))
}

async function runs(fits: (state: string) => boolean): Promise<Word[]> {
  const [{ listRuns }, { stateFolder }] = await Promise.all([import('../run/store.ts'), import('./state.ts')])
  return listRuns(stateFolder())
    .filter(({ state }) => fits(state))
    .map(({ run, state, summary }) => ({ word: run, meaning: `${state}: ${summary?.title ?? ''}` }))
}

async function labs(): Promise<Word[]> {
  const [{ findLabs }, { packageRoot }, { stateFolder }] = await Promise.all([
    import('../run/lab.ts'),
    import('../library/installation.ts'),
    import('./state.ts'),
  ])
  return findLabs(packageRoot, stateFolder()).map(({ name }) => ({ word: name, meaning: 'stand-in service' }))
}
