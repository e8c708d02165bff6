import type { Plan } from '../../engine/plan.ts'
import { jsonText } from '../json.ts'

/**
 * A plan for programs: sections, gates, blocks and branches with what would become of each.
 * @param missing names of inputs that a run would ask for
 * @param refused why a run would be refused before anything starts
 */
export function planJson(plan: Plan, missing: readonly string[], refused: readonly string[]): string {
  const runbooks = plan.runbooks.map(({ path, sections }) => ({
    path,
    sections: sections.map(({ section, prospect, blocks, branches }) => ({
      id: section.id,
      title: section.title,
      kind: section.kind,
      prospect,
      blocks: blocks.map((planned) => ({
        role: section.blocks[planned.block]?.role,
        command: section.blocks[planned.block]?.script,
        gate: planned.gate === undefined ? undefined : section.gates[planned.gate]?.kind,
        prospect: planned.prospect,
      })),
      branches: branches.map(({ branch, state }) => ({
        answer: section.kind === 'decision' ? section.branches[branch]?.answer : undefined,
        state,
      })),
    })),
  }))
  return jsonText({ runbooks, missing, refused })
}
