import type { RunMachine } from '../machine/types.ts'
import type { Section } from '../model.ts'

/** The same section, whose expectations are polled for at most so many milliseconds. */
export function hurried(section: Section, longest: number): Section {
  return {
    ...section,
    blocks: section.blocks.map((block) => {
      const { expectation } = block
      if (expectation?.within === undefined) return block
      return { ...block, expectation: { ...expectation, within: Math.min(expectation.within, longest) } }
    }),
  }
}

/** The same runbooks, whose expectations are polled for at most so many milliseconds: a failure shows sooner. */
export function hurriedMachine(machine: RunMachine, longest: number | undefined): RunMachine {
  if (longest === undefined) return machine
  const runbooks = [...machine.runbooks].map(([path, runbook]) => {
    const sections = runbook.sections.map((section) => hurried(section, longest))
    return [path, { ...runbook, sections }] as const
  })
  return { ...machine, runbooks: new Map(runbooks) }
}
